package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.InvalidFreeException;

/// The level below segments: a heap's blocks by address, for many threads.
///
/// Nothing of the JVM guards these addresses. What the heap's level checks when a block is freed,
/// it checks here too.
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
    SizeException.check(bytes, 1);
    try {
      return heap.resizeAt(address, bytes);
    } catch (InvalidFreeException e) {
      throw named(e);
    }
  }

  @Override
  public void free(long address) {
    try {
      heap.giveAt(address);
    } catch (InvalidFreeException e) {
      throw named(e);
    }
  }

  @Override
  public long sizeOf(long address) {
    try {
      return heap.sizeAt(address);
    } catch (InvalidFreeException e) {
      throw named(e);
    }
  }

  private StrayAddressException named(InvalidFreeException refused) {
    long address = refused.address();
    boolean isOwn = heap.contains(address);
    return new StrayAddressException(
        StrayAddress.report(heap.name(), address, isOwn, refused.what()), refused);
  }
}
