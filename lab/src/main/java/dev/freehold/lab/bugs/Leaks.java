package dev.freehold.lab.bugs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.freehold.Block;
import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.Heap;
import java.util.ArrayList;
import java.util.List;

/// Blocks that nobody frees.
final class Leaks {
  private Leaks() {}

  @Planted(value = Defect.LEAK, origin = "CWE-401", level = Checks.FULL)
  static void neverClosed(Heap heap) {
    Block block = heap.allocate(100); // taken
    block.segment().fill((byte) 1);
  }

  static void neverClosedFixed(Heap heap) {
    try (Block block = heap.allocate(100)) {
      block.segment().fill((byte) 1);
    }
  }

  @Planted(value = Defect.LEAK, origin = "CWE-401", level = Checks.FULL)
  static void lostOnException(Heap heap) {
    try {
      Block block = heap.allocate(100); // taken
      block.segment().set(JAVA_BYTE, 0, Byte.parseByte("1000"));
      block.close();
    } catch (NumberFormatException e) {
      heap.verify();
    }
  }

  static void lostOnExceptionFixed(Heap heap) {
    try (Block block = heap.allocate(100)) {
      block.segment().set(JAVA_BYTE, 0, Byte.parseByte("1000"));
    } catch (NumberFormatException e) {
      heap.verify();
    }
  }

  @Planted(value = Defect.LEAK, origin = "CWE-401", level = Checks.FULL)
  static void overwrittenReference(Heap heap) {
    Block block = heap.allocate(100); // taken
    block.segment().fill((byte) 1);
    block = heap.allocate(200);
    block.close();
  }

  static void overwrittenReferenceFixed(Heap heap) {
    Block block = heap.allocate(100);
    block.segment().fill((byte) 1);
    block.close();
    block = heap.allocate(200);
    block.close();
  }

  @Planted(value = Defect.LEAK, origin = "CWE-401", level = Checks.FULL)
  static void oldBlockForgottenWhereResizeIsRefused(Heap heap) {
    Block block = heap.allocate(100); // taken
    if (!block.resize(10_000)) {
      Block larger = heap.allocate(10_000);
      larger.segment().copyFrom(block.segment());
      block = larger;
    }
    block.close();
  }

  static void oldBlockForgottenWhereResizeIsRefusedFixed(Heap heap) {
    Block block = heap.allocate(100);
    if (!block.resize(10_000)) {
      Block larger = heap.allocate(10_000);
      larger.segment().copyFrom(block.segment());
      block.close();
      block = larger;
    }
    block.close();
  }

  @Planted(value = Defect.LEAK, origin = "CWE-401", level = Checks.FULL)
  static void clearedCollection(Heap heap) {
    List<Block> cache = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      cache.add(heap.allocate(64)); // taken
    }
    cache.getLast().segment().fill((byte) 1);
    cache.clear();
  }

  static void clearedCollectionFixed(Heap heap) {
    List<Block> cache = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      cache.add(heap.allocate(64));
    }
    cache.forEach(Block::close);
    cache.clear();
  }
}
