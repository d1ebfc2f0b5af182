package dev.freehold.lab.bugs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.freehold.Block;
import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.Heap;
import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Blocks freed twice, and blocks used after they were freed.
final class Frees {
  private static final int PAGE = 4096;

  private Frees() {}

  @Planted(value = Defect.DOUBLE_FREE, origin = "CWE-415")
  static void closedTwice(Heap heap) {
    Block block = heap.allocate(64); // taken
    block.segment().fill((byte) 1);
    block.close(); // freed
    block.close(); // used
  }

  static void closedTwiceFixed(Heap heap) {
    Block block = heap.allocate(64);
    block.segment().fill((byte) 1);
    block.close();
  }

  @Planted(value = Defect.DOUBLE_FREE, origin = "CWE-415")
  static void closedByCalleeToo(Heap heap) {
    Block block = heap.allocate(64); // taken
    consume(block);
    block.close(); // used
  }

  static void closedByCalleeTooFixed(Heap heap) {
    consume(heap.allocate(64));
  }

  private static void consume(Block block) {
    block.segment().fill((byte) 1);
    block.close(); // freed
  }

  @Planted(value = Defect.DOUBLE_FREE, origin = "CWE-415", level = Checks.FULL)
  static void addressFreedTwice(Heap heap) {
    long address = heap.addresses().allocate(64, 16); // taken
    Memory.setByte(address, (byte) 1);
    boolean isDone = Memory.getByte(address) != 0;
    heap.addresses().free(address); // freed
    if (isDone) {
      heap.addresses().free(address); // used
    }
  }

  static void addressFreedTwiceFixed(Heap heap) {
    long address = heap.addresses().allocate(64, 16);
    Memory.setByte(address, (byte) 1);
    boolean isDone = Memory.getByte(address) != 0;
    heap.addresses().free(address);
    if (!isDone) {
      heap.verify();
    }
  }

  @Planted(value = Defect.DOUBLE_FREE, origin = "CWE-415")
  static void freedByErrorPathAndEnd(Heap heap) {
    Block block = heap.allocate(64); // taken
    try {
      block.segment().set(JAVA_BYTE, 0, Byte.parseByte("1000"));
    } catch (NumberFormatException e) {
      block.close(); // freed
    }
    block.close(); // used
  }

  static void freedByErrorPathAndEndFixed(Heap heap) {
    Block block = heap.allocate(64);
    try {
      block.segment().set(JAVA_BYTE, 0, Byte.parseByte("1000"));
    } catch (NumberFormatException e) {
      block.segment().set(JAVA_BYTE, 0, Byte.MAX_VALUE);
    }
    block.close();
  }

  @Planted(value = Defect.USE_AFTER_FREE, origin = "CWE-416")
  static void segmentAfterClose(Heap heap) {
    Block block = heap.allocate(64); // taken
    MemorySegment segment = block.segment();
    segment.set(JAVA_LONG, 0, 42);
    block.close(); // freed
    segment.get(JAVA_LONG, 0); // used
  }

  static void segmentAfterCloseFixed(Heap heap) {
    Block block = heap.allocate(64);
    MemorySegment segment = block.segment();
    segment.set(JAVA_LONG, 0, 42);
    segment.get(JAVA_LONG, 0);
    block.close();
  }

  @Planted(value = Defect.USE_AFTER_FREE, origin = "CWE-416")
  static void returnedAfterItWasFreed(Heap heap) {
    MemorySegment answer = reversed(heap);
    answer.get(JAVA_BYTE, 0); // used
  }

  private static MemorySegment reversed(Heap heap) {
    Block block = heap.allocate(64); // taken
    MemorySegment segment = block.segment().fill((byte) 1);
    block.close(); // freed
    return segment;
  }

  static void returnedAfterItWasFreedFixed(Heap heap) {
    try (Arena arena = heap.arena()) {
      MemorySegment answer = reversed(arena);
      answer.get(JAVA_BYTE, 0);
    }
  }

  private static MemorySegment reversed(Arena arena) {
    return arena.allocate(64).fill((byte) 1);
  }

  @Planted(value = Defect.USE_AFTER_FREE, origin = "CWE-416")
  static void keptInMap(Heap heap) {
    Map<String, MemorySegment> cache = new HashMap<>();
    Block block = heap.allocate(64); // taken
    cache.put("key", block.segment());
    block.close(); // freed
    Objects.requireNonNull(cache.get("key")).set(JAVA_LONG, 0, 1); // used
  }

  static void keptInMapFixed(Heap heap) {
    Map<String, MemorySegment> cache = new HashMap<>();
    Block block = heap.allocate(64);
    cache.put("key", block.segment());
    Objects.requireNonNull(cache.remove("key")).set(JAVA_LONG, 0, 1);
    block.close();
  }

  @Planted(value = Defect.WRITE_AFTER_FREE, origin = "CWE-416", level = Checks.FULL)
  static void nativeWriteAfterFree(Heap heap) {
    Block block = heap.allocate(64); // taken
    long address = block.address();
    block.close(); // freed
    Memory.setByte(address + 8, (byte) 1); // used
  }

  static void nativeWriteAfterFreeFixed(Heap heap) {
    Block block = heap.allocate(64);
    long address = block.address();
    Memory.setByte(address + 8, (byte) 1);
    block.close();
  }

  @Planted(value = Defect.USE_AFTER_FREE, origin = "CWE-416", level = Checks.GUARDED)
  static void nativeReadAfterFree(Heap heap) {
    Block block = heap.allocate(PAGE); // taken
    long address = block.address();
    block.close(); // freed
    Elsewhere.run(() -> Memory.getByte(address)); // used
  }

  static void nativeReadAfterFreeFixed(Heap heap) {
    Block block = heap.allocate(PAGE);
    long address = block.address();
    Elsewhere.run(() -> Memory.getByte(address));
    block.close();
  }
}
