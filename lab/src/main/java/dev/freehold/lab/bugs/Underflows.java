package dev.freehold.lab.bugs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.freehold.Block;
import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.Heap;
import dev.freehold.os.Memory;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Reads and writes before the start of a block.
final class Underflows {
  private static final int PAGE = 4096;

  private Underflows() {}

  @Planted(value = Defect.UNDERFLOW, origin = "CWE-124")
  static void writeBeforeSlice(Heap heap) {
    try (Block block = heap.allocate(64)) { // taken
      MemorySegment body = block.segment().asSlice(8);
      body.set(JAVA_BYTE, -1, (byte) 1); // used
    }
  }

  static void writeBeforeSliceFixed(Heap heap) {
    try (Block block = heap.allocate(64)) {
      MemorySegment body = block.segment().asSlice(8);
      body.set(JAVA_BYTE, 0, (byte) 1);
    }
  }

  @Planted(value = Defect.UNDERFLOW, origin = "CWE-124")
  static void loopDownPastZero(Heap heap) {
    try (Block block = heap.allocate(40)) { // taken
      for (int i = 9; i >= -1; i--) {
        block.segment().setAtIndex(JAVA_INT, i, i); // used
      }
    }
  }

  static void loopDownPastZeroFixed(Heap heap) {
    try (Block block = heap.allocate(40)) {
      for (int i = 9; i >= 0; i--) {
        block.segment().setAtIndex(JAVA_INT, i, i);
      }
    }
  }

  @Planted(value = Defect.UNDERFLOW, origin = "CWE-124", level = Checks.FULL)
  static void nativeWriteOfHeaderBefore(Heap heap) {
    Block block = heap.allocate(100); // taken
    Memory.setLong(block.address() - 8, 100); // used
    block.close(); // freed
  }

  static void nativeWriteOfHeaderBeforeFixed(Heap heap) {
    Block block = heap.allocate(108);
    long body = block.address() + 8;
    Memory.setLong(body - 8, 100);
    block.close();
  }

  @Planted(
      value = {Defect.UNDERFLOW, Defect.OVERFLOW},
      origin = "CWE-124",
      level = Checks.GUARDED)
  static void nativeWriteBeforePage(Heap heap) {
    try (Block block = heap.allocate(PAGE)) { // taken
      Memory.setByte(block.address() - 1, (byte) 1); // used
    }
  }

  static void nativeWriteBeforePageFixed(Heap heap) {
    try (Block block = heap.allocate(PAGE)) {
      Memory.setByte(block.address(), (byte) 1);
    }
  }

  @Planted(value = Defect.UNDERFLOW, origin = "CWE-124")
  static void offsetOfMissingKey(Heap heap) {
    List<String> keys = List.of("a", "b");
    try (Block block = heap.allocate(16)) { // taken
      long offset = 8L * keys.indexOf("c");
      block.segment().set(JAVA_LONG, offset, 1); // used
    }
  }

  static void offsetOfMissingKeyFixed(Heap heap) {
    List<String> keys = List.of("a", "b");
    try (Block block = heap.allocate(16)) {
      int at = keys.indexOf("c");
      if (at >= 0) {
        block.segment().set(JAVA_LONG, 8L * at, 1);
      }
    }
  }

  @Planted(value = Defect.UNDERFLOW, origin = "CWE-127")
  static void readOfHeaderThatIsNotThere(Heap heap) {
    try (Block block = heap.allocate(64)) { // taken
      block.segment().get(JAVA_LONG, -8); // used
    }
  }

  static void readOfHeaderThatIsNotThereFixed(Heap heap) {
    try (Block block = heap.allocate(64)) {
      block.segment().asSlice(0, 8).get(JAVA_LONG, 0);
    }
  }

  @Planted(
      value = {Defect.UNDERFLOW, Defect.OVERFLOW},
      origin = "CWE-127",
      level = Checks.GUARDED)
  static void nativeReadBeforePage(Heap heap) {
    try (Block block = heap.allocate(PAGE)) { // taken
      long sum = 0;
      for (int i = 7; i >= -1; i--) {
        sum += Memory.getByte(block.address() + i); // used
      }
      block.segment().set(JAVA_LONG, 0, sum);
    }
  }

  static void nativeReadBeforePageFixed(Heap heap) {
    try (Block block = heap.allocate(PAGE)) {
      long sum = 0;
      for (int i = 7; i >= 0; i--) {
        sum += Memory.getByte(block.address() + i);
      }
      block.segment().set(JAVA_LONG, 0, sum);
    }
  }

  @Planted(value = Defect.UNDERFLOW, origin = "CWE-127")
  static void sliceThatStartsBefore(Heap heap) {
    try (Block block = heap.allocate(64)) { // taken
      slice(block.segment(), -4).get(JAVA_INT, 0);
    }
  }

  static void sliceThatStartsBeforeFixed(Heap heap) {
    try (Block block = heap.allocate(64)) {
      slice(block.segment(), 4).get(JAVA_INT, 0);
    }
  }

  private static MemorySegment slice(MemorySegment segment, long offset) {
    return segment.asSlice(offset, 8); // used
  }

  @Planted(value = Defect.UNDERFLOW, origin = "CWE-127")
  static void copyFromBefore(Heap heap) {
    byte[] copy = new byte[16];
    try (Block block = heap.allocate(64)) { // taken
      MemorySegment.copy(block.segment(), JAVA_BYTE, -8, copy, 0, copy.length); // used
    }
  }

  static void copyFromBeforeFixed(Heap heap) {
    byte[] copy = new byte[16];
    try (Block block = heap.allocate(64)) {
      MemorySegment.copy(block.segment(), JAVA_BYTE, 8, copy, 0, copy.length);
    }
  }
}
