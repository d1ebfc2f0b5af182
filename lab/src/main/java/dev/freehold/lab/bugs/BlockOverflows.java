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
import java.util.ArrayList;
import java.util.List;

/// Overflows of a block. What writes by address stands for native code.
final class BlockOverflows {
  private static final int PAGE = 4096;

  private BlockOverflows() {}

  @Planted(value = Defect.OVERFLOW, origin = "CWE-122")
  static void sizedByAnotherLayout(Heap heap) {
    long[] data = {1, 2, 3, 4};
    try (Block block = heap.allocate(JAVA_INT.byteSize() * data.length)) { // taken
      MemorySegment.copy(data, 0, block.segment(), JAVA_LONG, 0, data.length); // used
    }
  }

  static void sizedByAnotherLayoutFixed(Heap heap) {
    long[] data = {1, 2, 3, 4};
    try (Block block = heap.allocate(JAVA_LONG.byteSize() * data.length)) {
      MemorySegment.copy(data, 0, block.segment(), JAVA_LONG, 0, data.length);
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-122", level = Checks.GUARDED)
  static void nativeCopyTooLong(Heap heap) {
    try (Block source = heap.allocate(2 * PAGE)) {
      try (Block target = heap.allocate(PAGE)) { // taken
        Memory.copy(source.address(), target.address(), source.bytes()); // used
      }
    }
  }

  static void nativeCopyTooLongFixed(Heap heap) {
    try (Block source = heap.allocate(2 * PAGE)) {
      try (Block target = heap.allocate(PAGE)) {
        Memory.copy(source.address(), target.address(), target.bytes());
      }
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-122", level = Checks.GUARDED)
  static void nativeStringWithoutRoomForItsEnd(Heap heap) {
    String text = "x".repeat(PAGE);
    try (Block block = heap.allocate(text.length())) { // taken
      block.segment().fill((byte) 'x');
      Memory.setByte(block.address() + text.length(), (byte) 0); // used
    }
  }

  static void nativeStringWithoutRoomForItsEndFixed(Heap heap) {
    String text = "x".repeat(PAGE);
    try (Block block = heap.allocate(text.length() + 1)) {
      block.segment().fill((byte) 'x');
      Memory.setByte(block.address() + text.length(), (byte) 0);
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-122", level = Checks.FULL)
  static void nativeLoopTooFar(Heap heap) {
    Block block = heap.allocate(50); // taken
    for (int i = 0; i <= 51; i++) {
      Memory.setByte(block.address() + i, (byte) 'A'); // used
    }
    block.close(); // freed
  }

  static void nativeLoopTooFarFixed(Heap heap) {
    Block block = heap.allocate(50);
    for (int i = 0; i < 50; i++) {
      Memory.setByte(block.address() + i, (byte) 'A');
    }
    block.close();
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-122", level = Checks.GUARDED)
  static void nativeFillOfWrongCount(Heap heap) {
    int count = 1_024;
    try (Block block = heap.allocate(count * JAVA_INT.byteSize())) { // taken
      clear(block, count * JAVA_LONG.byteSize());
    }
  }

  static void nativeFillOfWrongCountFixed(Heap heap) {
    int count = 1_024;
    try (Block block = heap.allocate(count * JAVA_INT.byteSize())) {
      clear(block, count * JAVA_INT.byteSize());
    }
  }

  private static void clear(Block block, long bytes) {
    Memory.fill(block.address(), bytes, (byte) 0); // used
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-122")
  static void sizesMixedUpInCollection(Heap heap) {
    List<MemorySegment> rows = new ArrayList<>();
    try (Block small = heap.allocate(16);
        Block large = heap.allocate(64)) {
      rows.add(large.segment());
      rows.add(small.segment());
      rows.getLast().asSlice(0, 16).fill((byte) 0);
    }
    try (Block small = heap.allocate(16)) { // taken
      rows.set(1, small.segment());
      rows.getLast().asSlice(0, 64).fill((byte) 1); // used
    }
  }

  static void sizesMixedUpInCollectionFixed(Heap heap) {
    List<MemorySegment> rows = new ArrayList<>();
    try (Block small = heap.allocate(16);
        Block large = heap.allocate(64)) {
      rows.add(large.segment());
      rows.add(small.segment());
      rows.getFirst().asSlice(0, 64).fill((byte) 1);
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-122", level = Checks.GUARDED)
  static void nativeWriteByAnotherThread(Heap heap) {
    try (Block block = heap.allocate(PAGE)) { // taken
      long address = block.address();
      Elsewhere.run(() -> Memory.setLong(address + PAGE, 42)); // used
    }
  }

  static void nativeWriteByAnotherThreadFixed(Heap heap) {
    try (Block block = heap.allocate(PAGE)) {
      long address = block.address();
      Elsewhere.run(() -> Memory.setLong(address + PAGE - 8, 42));
    }
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-122", level = Checks.FULL)
  static void nativeWriteOfSizeBeforeShrinking(Heap heap) {
    Block block = heap.allocate(128); // taken
    long size = block.bytes();
    if (block.resize(112)) {
      Memory.fill(block.address(), size, (byte) 1); // used
    }
    block.close(); // freed
  }

  static void nativeWriteOfSizeBeforeShrinkingFixed(Heap heap) {
    Block block = heap.allocate(128);
    if (block.resize(112)) {
      Memory.fill(block.address(), block.bytes(), (byte) 1);
    }
    block.close();
  }

  @Planted(value = Defect.OVERFLOW, origin = "CWE-122")
  static void returnedSegmentTooSmall(Heap heap) {
    try (Block block = heap.allocate(64)) { // taken
      header(block).set(JAVA_BYTE, 16, (byte) 1); // used
    }
  }

  static void returnedSegmentTooSmallFixed(Heap heap) {
    try (Block block = heap.allocate(64)) {
      header(block).set(JAVA_BYTE, 15, (byte) 1);
    }
  }

  private static MemorySegment header(Block block) {
    return block.segment().asSlice(0, 16);
  }
}
