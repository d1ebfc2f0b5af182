package dev.freehold.lab.bugs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.freehold.Block;
import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.Heap;
import dev.freehold.os.Memory;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// Overflows of variables that lie beside each other in one block, as those of a call's frame do.
final class FrameOverflows {
  private static final SequenceLayout TEN = MemoryLayout.sequenceLayout(10, JAVA_INT);
  private static final StructLayout RECORD =
      MemoryLayout.structLayout(TEN.withName("values"), JAVA_INT.withName("sum"));
  private static final VarHandle VALUES =
      RECORD.varHandle(PathElement.groupElement("values"), PathElement.sequenceElement());

  private FrameOverflows() {}

  @Planted(value = Defect.OVERFLOW, origin = "CWE-121")
  static void frameLoopOffByOne(Heap heap) {
    try (Block block = heap.allocate(256)) { // taken
      SegmentAllocator frame = SegmentAllocator.slicingAllocator(block.segment());
      MemorySegment numbers = frame.allocate(JAVA_INT, 10);
      for (int i = 0; i <= 10; i++) {
        numbers.setAtIndex(JAVA_INT, i, i); // used
      }
    }
  }

  static void frameLoopOffByOneFixed(Heap heap) {
    try (Block block = heap.allocate(256)) {
      SegmentAllocator frame = SegmentAllocator.slicingAllocator(block.segment());
      MemorySegment numbers = frame.allocate(JAVA_INT, 10);
      for (int i = 0; i < 10; i++) {
        numbers.setAtIndex(JAVA_INT, i, i);
      }
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-121")
  static void frameStringTooLong(Heap heap) {
    try (Block block = heap.allocate(256)) { // taken
      SegmentAllocator frame = SegmentAllocator.slicingAllocator(block.segment());
      MemorySegment name = frame.allocate(8);
      name.setString(0, "eight is"); // used
    }
  }

  static void frameStringTooLongFixed(Heap heap) {
    try (Block block = heap.allocate(256)) {
      SegmentAllocator frame = SegmentAllocator.slicingAllocator(block.segment());
      MemorySegment name = frame.allocate(9);
      name.setString(0, "eight is");
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-121")
  static void frameCopyOfSourceSize(Heap heap) {
    try (Block block = heap.allocate(256)) { // taken
      SegmentAllocator frame = SegmentAllocator.slicingAllocator(block.segment());
      MemorySegment source = frame.allocate(100);
      copyInto(frame.allocate(50), source, source.byteSize());
    }
  }

  static void frameCopyOfSourceSizeFixed(Heap heap) {
    try (Block block = heap.allocate(256)) {
      SegmentAllocator frame = SegmentAllocator.slicingAllocator(block.segment());
      MemorySegment source = frame.allocate(100);
      MemorySegment target = frame.allocate(50);
      copyInto(target, source, target.byteSize());
    }
  }

  private static void copyInto(MemorySegment target, MemorySegment source, long bytes) {
    MemorySegment.copy(source, 0, target, 0, bytes); // used
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-121")
  static void frameFieldArray(Heap heap) {
    try (Block block = heap.allocate(RECORD.byteSize())) { // taken
      for (long i = 0; i <= TEN.elementCount(); i++) {
        VALUES.set(block.segment(), 0L, i, 1); // used
      }
    }
  }

  static void frameFieldArrayFixed(Heap heap) {
    try (Block block = heap.allocate(RECORD.byteSize())) {
      for (long i = 0; i < TEN.elementCount(); i++) {
        VALUES.set(block.segment(), 0L, i, 1);
      }
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-121")
  static void frameIndexFromInput(Heap heap) {
    try (Block block = heap.allocate(256)) { // taken
      MemorySegment table =
          SegmentAllocator.prefixAllocator(block.segment()).allocate(JAVA_INT, 10);
      int index = input();
      if (index >= 0) {
        table.setAtIndex(JAVA_INT, index, 1); // used
      }
    }
  }

  static void frameIndexFromInputFixed(Heap heap) {
    try (Block block = heap.allocate(256)) {
      MemorySegment table =
          SegmentAllocator.prefixAllocator(block.segment()).allocate(JAVA_INT, 10);
      int index = input();
      if (index >= 0 && index < 10) {
        table.setAtIndex(JAVA_INT, index, 1);
      }
    }
  }

  private static int input() {
    return Integer.parseInt("12");
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-121", level = Checks.FULL, isFound = false)
  static void frameNativeWriteIntoNeighbor(Heap heap) {
    try (Block block = heap.allocate(256)) { // taken
      SegmentAllocator frame = SegmentAllocator.slicingAllocator(block.segment());
      MemorySegment name = frame.allocate(16);
      MemorySegment neighbor = frame.allocate(16);
      neighbor.set(JAVA_BYTE, 0, (byte) 1);
      Memory.fill(name.address(), 24, (byte) 'x'); // used
    }
  }

  static void frameNativeWriteIntoNeighborFixed(Heap heap) {
    try (Block block = heap.allocate(256)) {
      SegmentAllocator frame = SegmentAllocator.slicingAllocator(block.segment());
      MemorySegment name = frame.allocate(16);
      MemorySegment neighbor = frame.allocate(16);
      neighbor.set(JAVA_BYTE, 0, (byte) 1);
      Memory.fill(name.address(), 16, (byte) 'x');
    }
  }
}
