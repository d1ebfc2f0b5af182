package dev.freehold.lab.bugs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Defect;
import dev.freehold.Heap;
import java.lang.foreign.MemorySegment;

/// Uses of a block by who does not own it, or in a way that it was not lent for.
final class Ownership {
  private Ownership() {}

  @Planted(value = Defect.WRONG_THREAD, origin = "Java")
  static void segmentOnAnotherThread(Heap heap) {
    try (Block block = heap.allocate(64)) { // taken
      MemorySegment segment = block.segment();
      Elsewhere.run(() -> segment.set(JAVA_BYTE, 0, (byte) 1)); // used
    }
  }

  static void segmentOnAnotherThreadFixed(Heap heap) {
    try (Block block = heap.allocate(64)) {
      MemorySegment segment = block.segment();
      Elsewhere.run(heap::name);
      segment.set(JAVA_BYTE, 0, (byte) 1);
    }
  }

  @Planted(value = Defect.ESCAPED_BORROW, origin = "Java")
  static void closedWhileBorrowed(Heap heap) {
    Block block = heap.allocate(64); // taken
    block.segment().fill((byte) 1);
    try (Borrow reader = block.read()) {
      block.close(); // used
      reader.segment().get(JAVA_BYTE, 0);
    } finally {
      block.close();
    }
  }

  static void closedWhileBorrowedFixed(Heap heap) {
    Block block = heap.allocate(64);
    block.segment().fill((byte) 1);
    try (Borrow reader = block.read()) {
      reader.segment().get(JAVA_BYTE, 0);
    } finally {
      block.close();
    }
  }

  @Planted(value = Defect.PERMISSION, origin = "Java")
  static void writeThroughReader(Heap heap) {
    try (Block block = heap.allocate(64)) { // taken
      block.segment().fill((byte) 1);
      try (Borrow reader = block.read()) {
        reader.segment().set(JAVA_BYTE, 0, (byte) 2); // used
      }
    }
  }

  static void writeThroughReaderFixed(Heap heap) {
    try (Block block = heap.allocate(64)) {
      block.segment().fill((byte) 1);
      try (Borrow writer = block.write()) {
        writer.segment().set(JAVA_BYTE, 0, (byte) 2);
      }
    }
  }
}
