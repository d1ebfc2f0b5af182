package dev.freehold.lab.bugs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.Heap;
import dev.freehold.os.Memory;
import java.lang.foreign.MemorySegment;

/// Reads behind the end of a block.
final class Overreads {
  private static final int PAGE = 4096;

  private Overreads() {}

  @Planted(value = Defect.OVERFLOW, origin = "CWE-126")
  static void readLoopOffByOne(Heap heap) {
    try (Block block = heap.allocate(40)) { // taken
      MemorySegment numbers = block.segment().fill((byte) 1);
      long sum = 0;
      for (int i = 0; i <= 10; i++) {
        sum += numbers.getAtIndex(JAVA_INT, i); // used
      }
      numbers.setAtIndex(JAVA_INT, 0, (int) sum);
    }
  }

  static void readLoopOffByOneFixed(Heap heap) {
    try (Block block = heap.allocate(40)) {
      MemorySegment numbers = block.segment().fill((byte) 1);
      long sum = 0;
      for (int i = 0; i < 10; i++) {
        sum += numbers.getAtIndex(JAVA_INT, i);
      }
      numbers.setAtIndex(JAVA_INT, 0, (int) sum);
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-126", level = Checks.GUARDED)
  static void nativeCopyOfTooMuch(Heap heap) {
    try (Block target = heap.allocate(2 * PAGE)) {
      try (Block source = heap.allocate(PAGE)) { // taken
        Memory.copy(source.address(), target.address(), target.bytes()); // used
      }
    }
  }

  static void nativeCopyOfTooMuchFixed(Heap heap) {
    try (Block target = heap.allocate(2 * PAGE)) {
      try (Block source = heap.allocate(PAGE)) {
        Memory.copy(source.address(), target.address(), source.bytes());
      }
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-126")
  static void stringWithoutEnd(Heap heap) {
    try (Block block = heap.allocate(16)) { // taken
      block.segment().fill((byte) 'x');
      block.segment().getString(0); // used
    }
  }

  static void stringWithoutEndFixed(Heap heap) {
    try (Block block = heap.allocate(17)) {
      block.segment().fill((byte) 'x').set(JAVA_BYTE, 16, (byte) 0);
      block.segment().getString(0);
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-126")
  static void copyToLargerArray(Heap heap) {
    byte[] array = new byte[100];
    try (Block block = heap.allocate(50)) { // taken
      MemorySegment.copy(block.segment(), JAVA_BYTE, 0, array, 0, array.length); // used
    }
  }

  static void copyToLargerArrayFixed(Heap heap) {
    byte[] array = new byte[100];
    try (Block block = heap.allocate(50)) {
      int length = (int) Math.min(block.bytes(), array.length);
      MemorySegment.copy(block.segment(), JAVA_BYTE, 0, array, 0, length);
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-126")
  static void borrowOfTooMuch(Heap heap) {
    try (Block block = heap.allocate(64)) { // taken
      block.segment().fill((byte) 1);
      try (Borrow tail = block.read(60, 8)) { // used
        tail.segment().get(JAVA_BYTE, 0);
      }
    }
  }

  static void borrowOfTooMuchFixed(Heap heap) {
    try (Block block = heap.allocate(64)) {
      block.segment().fill((byte) 1);
      try (Borrow tail = block.read(56, 8)) {
        tail.segment().get(JAVA_BYTE, 0);
      }
    }
  }
}
