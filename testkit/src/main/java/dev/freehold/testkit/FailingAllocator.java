package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;

/// An allocator that refuses the n-th request of another, and serves all others through it.
///
/// A test runs its program with n = 1, 2, 3, ... until a run meets no refusal ([#refused] is
/// `false`), and so walks every path that an exhausted allocator can take.
public final class FailingAllocator implements Allocator {
  private final Allocator served;
  private final long failing;
  private long requests;

  /// Refuses one request.
  ///
  /// @param served what serves all the others
  /// @param failing which request to refuse, counted from 1; allocations and resizes count
  public FailingAllocator(Allocator served, long failing) {
    this.served = served;
    this.failing = failing;
  }

  /// Whether the request has been refused yet.
  ///
  /// @return whether at least `failing` requests were made
  public boolean refused() {
    return requests >= failing;
  }

  @Override
  public long allocate(long bytes, long alignment) {
    return ++requests == failing ? NULL : served.allocate(bytes, alignment);
  }

  @Override
  public boolean resize(long address, long bytes) {
    return ++requests != failing && served.resize(address, bytes);
  }

  @Override
  public void free(long address) {
    served.free(address);
  }

  @Override
  public long sizeOf(long address) {
    return served.sizeOf(address);
  }
}
