package dev.freehold.lab.bugs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.freehold.Block;
import dev.freehold.Defect;
import dev.freehold.Heap;
import dev.freehold.alloc.Allocator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Uses of the null address, and sizes that no block can have.
final class NullsAndSizes {
  private static final long MORE_THAN_ANY_HEAP = 1L << 50; // 1 PiB

  private NullsAndSizes() {}

  @Planted(value = Defect.NULL_ACCESS, origin = "CWE-476")
  static void lookupWithoutResult(Heap heap) {
    try (Block block = heap.allocate(64)) {
      find(block, "c").set(JAVA_BYTE, 0, (byte) 1); // used
    }
  }

  static void lookupWithoutResultFixed(Heap heap) {
    try (Block block = heap.allocate(64)) {
      MemorySegment found = find(block, "c");
      if (!found.equals(MemorySegment.NULL)) {
        found.set(JAVA_BYTE, 0, (byte) 1);
      }
    }
  }

  private static MemorySegment find(Block block, String key) {
    return key.equals("a") ? block.segment() : MemorySegment.NULL;
  }

  @Planted(value = Defect.NULL_ACCESS, origin = "CWE-476")
  static void emptyLink(Heap heap) {
    try (Arena arena = heap.arena()) {
      MemorySegment node = arena.allocate(ADDRESS);
      node.get(ADDRESS, 0).get(JAVA_LONG, 0); // used
    }
  }

  static void emptyLinkFixed(Heap heap) {
    try (Arena arena = heap.arena()) {
      MemorySegment node = arena.allocate(ADDRESS);
      MemorySegment next = node.get(ADDRESS, 0);
      if (next.address() != 0) {
        next.get(JAVA_LONG, 0);
      }
    }
  }

  @Planted(value = Defect.NULL_ACCESS, origin = "CWE-690")
  static void refusalNotLookedAt(Heap heap) {
    long address = heap.addresses().allocate(MORE_THAN_ANY_HEAP, 16);
    MemorySegment.ofAddress(address).set(JAVA_BYTE, 0, (byte) 1); // used
  }

  static void refusalNotLookedAtFixed(Heap heap) {
    long address = heap.addresses().allocate(MORE_THAN_ANY_HEAP, 16);
    if (address != Allocator.NULL) {
      heap.addresses().free(address);
    }
  }

  @Planted(value = Defect.NULL_ACCESS, origin = "CWE-690")
  static void refusalPassedOn(Heap heap) {
    MemorySegment.copy(new byte[8], 0, buffer(heap), JAVA_BYTE, 0, 8); // used
  }

  static void refusalPassedOnFixed(Heap heap) {
    MemorySegment target = buffer(heap);
    if (target.address() != Allocator.NULL) {
      MemorySegment.copy(new byte[8], 0, target, JAVA_BYTE, 0, 8);
    }
  }

  private static MemorySegment buffer(Heap heap) {
    return MemorySegment.ofAddress(heap.addresses().allocate(MORE_THAN_ANY_HEAP, 16));
  }

  @Planted(value = Defect.SIZE_OVERFLOW, origin = "CWE-789")
  @SuppressWarnings({"IntLongMath", "NarrowCalculation"}) // the bug
  static void productThatWraps(Heap heap) {
    int count = Integer.parseInt("300000000");
    long bytes = count * 8;
    heap.allocate(bytes).close(); // used
  }

  static void productThatWrapsFixed(Heap heap) {
    int count = Integer.parseInt("300");
    heap.allocate(Math.multiplyExact(count, 8L)).close();
  }

  @Planted(value = Defect.SIZE_OVERFLOW, origin = "CWE-789")
  static void sizeFromInput(Heap heap) {
    long bytes = Long.parseLong("1000000000000000000");
    heap.allocate(bytes).close(); // used
  }

  static void sizeFromInputFixed(Heap heap) {
    long bytes = Math.min(Long.parseLong("1000000000000000000"), 1 << 20);
    heap.allocate(bytes).close();
  }

  @Planted(value = Defect.SIZE_OVERFLOW, origin = "CWE-789")
  static void differenceBelowZero(Heap heap) {
    long message = Long.parseLong("12");
    long header = 16;
    take(heap, message - header);
  }

  static void differenceBelowZeroFixed(Heap heap) {
    long message = Long.parseLong("12");
    long header = 16;
    take(heap, Math.max(0, message - header));
  }

  private static void take(Heap heap, long bytes) {
    try (Arena arena = heap.arena()) {
      arena.allocate(bytes, 8).fill((byte) 0); // used
    }
  }
}
