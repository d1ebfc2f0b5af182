package dev.freehold.lab.bugs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.Heap;

/// Borrows for reading of bytes that nobody wrote.
final class Unwritten {
  private Unwritten() {}

  @Planted(value = Defect.UNINITIALIZED_READ, origin = "CWE-457", level = Checks.FULL)
  static void neverWritten(Heap heap) {
    try (Block block = heap.allocate(64)) { // taken
      try (Borrow reader = block.read()) { // used
        reader.segment().get(JAVA_LONG, 0);
      }
    }
  }

  static void neverWrittenFixed(Heap heap) {
    try (Block block = heap.allocate(64)) {
      block.segment().fill((byte) 0);
      try (Borrow reader = block.read()) {
        reader.segment().get(JAVA_LONG, 0);
      }
    }
  }

  @Planted(value = Defect.UNINITIALIZED_READ, origin = "CWE-457", level = Checks.FULL)
  static void halfWritten(Heap heap) {
    try (Block block = heap.allocate(80)) { // taken
      for (int i = 0; i < 5; i++) {
        block.segment().setAtIndex(JAVA_LONG, i, i);
      }
      try (Borrow reader = block.read(0, 80)) { // used
        reader.segment().getAtIndex(JAVA_LONG, 9);
      }
    }
  }

  static void halfWrittenFixed(Heap heap) {
    try (Block block = heap.allocate(80)) {
      for (int i = 0; i < 10; i++) {
        block.segment().setAtIndex(JAVA_LONG, i, i);
      }
      try (Borrow reader = block.read(0, 80)) {
        reader.segment().getAtIndex(JAVA_LONG, 9);
      }
    }
  }

  @Planted(value = Defect.UNINITIALIZED_READ, origin = "CWE-457", level = Checks.FULL)
  static void fieldSkippedByBranch(Heap heap) {
    try (Block block = heap.allocate(24)) { // taken
      int kind = Integer.parseInt("2");
      block.segment().set(JAVA_LONG, 0, kind);
      if (kind == 1) {
        block.segment().set(JAVA_LONG, 8, 7);
      }
      sum(block);
    }
  }

  static void fieldSkippedByBranchFixed(Heap heap) {
    try (Block block = heap.allocate(24)) {
      int kind = Integer.parseInt("2");
      block.segment().set(JAVA_LONG, 0, kind);
      block.segment().set(JAVA_LONG, 8, kind == 1 ? 7 : 0);
      sum(block);
    }
  }

  private static void sum(Block block) {
    try (Borrow fields = block.read(0, 16)) { // used
      fields.segment().get(JAVA_LONG, 8);
    }
  }

  @Planted(value = Defect.UNINITIALIZED_READ, origin = "CWE-457", level = Checks.FULL)
  static void tailOfLargerBlock(Heap heap) {
    int[] numbers = {1, 2, 3, 4};
    try (Block block = heap.allocate(32)) { // taken
      for (int i = 0; i < numbers.length; i++) {
        block.segment().setAtIndex(JAVA_INT, i, numbers[i]);
      }
      try (Borrow tail = block.read(16, 16)) { // used
        tail.segment().get(JAVA_INT, 0);
      }
    }
  }

  static void tailOfLargerBlockFixed(Heap heap) {
    int[] numbers = {1, 2, 3, 4};
    try (Block block = heap.allocate(32)) {
      for (int i = 0; i < numbers.length; i++) {
        block.segment().setAtIndex(JAVA_INT, i, numbers[i]);
      }
      try (Borrow head = block.read(0, 16)) {
        head.segment().get(JAVA_INT, 0);
      }
    }
  }
}
