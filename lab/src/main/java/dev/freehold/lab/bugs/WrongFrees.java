package dev.freehold.lab.bugs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.freehold.Block;
import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.alloc.Allocator;
import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Frees of what is no block, of a part of one, and through the wrong heap.
final class WrongFrees {
  private WrongFrees() {}

  @Planted(value = Defect.INVALID_FREE, origin = "CWE-590", level = Checks.FULL)
  static void freeOfForeignSegment(Heap heap) {
    try (Arena arena = Arena.ofConfined()) {
      heap.addresses().free(arena.allocate(64).address()); // used
    }
  }

  static void freeOfForeignSegmentFixed(Heap heap) {
    Allocator addresses = heap.addresses();
    try (Arena arena = Arena.ofConfined()) {
      long address = addresses.allocate(64, 16);
      arena.allocate(64).fill((byte) 1);
      addresses.free(address);
    }
  }

  @Planted(value = Defect.INVALID_FREE, origin = "CWE-590", level = Checks.FULL)
  static void freeOfBuffer(Heap heap) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    release(heap, MemorySegment.ofBuffer(buffer).address());
    buffer.put(0, (byte) 1);
  }

  static void freeOfBufferFixed(Heap heap) {
    release(heap, heap.addresses().allocate(64, 16));
  }

  private static void release(Heap heap, long address) {
    heap.addresses().free(address); // used
  }

  @Planted(value = Defect.INVALID_FREE, origin = "CWE-761", level = Checks.FULL)
  static void freeOfAdvancedAddress(Heap heap) {
    long address = heap.addresses().allocate(64, 16); // taken
    long at = address;
    while (at < address + 8) {
      Memory.setByte(at++, (byte) 1);
    }
    try {
      heap.addresses().free(at); // used
    } finally {
      heap.addresses().free(address);
    }
  }

  static void freeOfAdvancedAddressFixed(Heap heap) {
    long address = heap.addresses().allocate(64, 16);
    long at = address;
    while (at < address + 8) {
      Memory.setByte(at++, (byte) 1);
    }
    heap.addresses().free(address);
  }

  @Planted(value = Defect.INVALID_FREE, origin = "CWE-761", level = Checks.FULL)
  static void freeOfSlice(Heap heap) {
    try (Block block = heap.allocate(256)) { // taken
      MemorySegment body = block.segment().asSlice(16);
      body.set(JAVA_BYTE, 0, (byte) 1);
      heap.addresses().free(body.address()); // used
    }
  }

  static void freeOfSliceFixed(Heap heap) {
    try (Block block = heap.allocate(256)) {
      MemorySegment body = block.segment().asSlice(16);
      body.set(JAVA_BYTE, 0, (byte) 1);
    }
  }

  @Planted(value = Defect.MISMATCHED_HEAP, origin = "CWE-762", level = Checks.FULL)
  static void freeThroughOtherHeap(Heap heap) {
    try (Heap other = Heap.open(HeapConfig.named("other").withChecks(Checks.FULL))) {
      long address = other.addresses().allocate(64, 16); // taken
      try {
        heap.addresses().free(address); // used
      } finally {
        other.addresses().free(address);
      }
    }
  }

  static void freeThroughOtherHeapFixed(Heap heap) {
    try (Heap other = Heap.open(HeapConfig.named("other").withChecks(Checks.FULL))) {
      long address = other.addresses().allocate(64, 16);
      heap.addresses().free(heap.addresses().allocate(64, 16));
      other.addresses().free(address);
    }
  }

  @Planted(
      value = {Defect.MISMATCHED_HEAP, Defect.DOUBLE_FREE},
      origin = "CWE-762",
      level = Checks.FULL)
  static void freeByAddressOfWhatAnArenaOwns(Heap heap) {
    Arena arena = heap.arena();
    MemorySegment segment = arena.allocate(JAVA_LONG); // taken
    heap.addresses().free(segment.address()); // freed
    arena.close(); // used
  }

  static void freeByAddressOfWhatAnArenaOwnsFixed(Heap heap) {
    try (Arena arena = heap.arena()) {
      MemorySegment segment = arena.allocate(JAVA_LONG);
      segment.set(JAVA_LONG, 0, 1);
    }
  }
}
