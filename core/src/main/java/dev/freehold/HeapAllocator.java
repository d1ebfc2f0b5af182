package dev.freehold;

import dev.freehold.alloc.Allocator;

/// The level below segments: a heap's blocks by address, for many threads.
///
/// Nothing of the JVM guards these addresses. What the heap's level checks when a block is freed, it
/// checks here too.
final class HeapAllocator implements Allocator {
  private final Heap heap;

  HeapAllocator(Heap heap) {
    this.heap = heap;
  }

  @Override
  public long allocate(long bytes, long alignment) {
    return heap.takeOrRefuse(bytes, alignment);
  }

  @Override
  public boolean resize(long address, long bytes) {
    Heap.check(bytes, 1);
    return heap.resizeAt(address, bytes);
  }

  @Override
  public void free(long address) {
    heap.giveAt(address);
  }

  @Override
  public long sizeOf(long address) {
    return heap.sizeAt(address);
  }
}
