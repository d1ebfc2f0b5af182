package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import java.util.function.Consumer;

/// An allocator that refuses the n-th request of another, and serves all others through it.
///
/// For programs that take addresses; those that take blocks of a heap have [FailingHeap].
///
/// A test runs its program with n = 1, 2, 3, ... until a run meets no refusal, and so walks every
/// path that an exhausted allocator can take: [#everyCall] does that. For one thread.
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

  /// Runs a program once for each request that it makes, with that one refused, and once more.
  ///
  /// @param served what serves all the others, in all runs
  /// @param program leaves nothing allocated, also where it is refused
  /// @return how many requests it makes
  public static long everyCall(Allocator served, Consumer<? super Allocator> program) {
    long n = 0;
    FailingAllocator failing;
    do {
      failing = new FailingAllocator(served, ++n);
      program.accept(failing);
    } while (failing.refused());
    return n - 1;
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
