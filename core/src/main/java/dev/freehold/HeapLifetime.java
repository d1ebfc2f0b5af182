package dev.freehold;

import dev.freehold.alloc.PerThread;
import dev.freehold.region.Region;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// When the memory of a heap is unmapped: at its close, or with the last block that is held then.
///
/// ```text
///            close, nothing held
///   OPEN ------------------------------> RELEASED (region unmapped)
///     \                                   ^
///      close, blocks held --> CLOSED -----+ last held block closed
///
/// RELEASED = closed and the number of live blocks is 0
/// ```
///
/// A block is counted before its thread looks whether the heap is open, and closing does both the
/// other way round: so what is being filled is never unmapped. A call that is refused may have been
/// counted as the last block for a moment, and releases the memory in place of it.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `closed` | volatile | volatile: `true`, and back only where closing fails | `closing` |
/// | whether `region` is closed | plain | plain | `closing` |
final class HeapLifetime {
  /// The heaps whose memory is mapped: for words about addresses.
  static final Set<Heap> MAPPED = ConcurrentHashMap.newKeySet();

  private final Heap heap;
  private final Region region;
  private final HeapCharge charge;
  private final PerThread blocks;
  private final @Nullable Checker checker;
  private final ReentrantLock closing = new ReentrantLock();
  private volatile boolean closed;

  HeapLifetime(
      Heap heap, Region region, HeapCharge charge, PerThread blocks, @Nullable Checker checker) {
    this.heap = heap;
    this.region = region;
    this.charge = charge;
    this.blocks = blocks;
    this.checker = checker;
  }

  /// The heap is made known, to this process and to who looks at it from outside.
  void begin() {
    MAPPED.add(heap);
    Published.add(heap.name(), region.base(), region.bytes());
  }

  boolean isClosed() {
    return closed;
  }

  /// @throws IllegalStateException if the heap is closed
  void ensureOpen() {
    if (closed) {
      throw new IllegalStateException(
          "heap '%s' is closed and hands out no more: close it after the last use, or open another"
              .formatted(heap.name()));
    }
  }

  /// @throws IllegalStateException if the heap is closed
  void ensureOpenAfterRefusal() {
    afterFree();
    ensureOpen();
  }

  /// Ends allocation. The memory stays mapped until [#leave].
  ///
  /// @return whether the heap was open; it still is where this throws
  boolean close() {
    closing.lock();
    try {
      if (closed) {
        return false;
      }
      enter();
      boolean isRetired = false;
      try {
        closed = true;
        blocks.retire();
        isRetired = true;
      } finally {
        if (!isRetired) { // the Java heap had no room for it
          closed = false;
          leave();
        }
      }
      return true;
    } finally {
      closing.unlock();
    }
  }

  /// Someone looks at the bytes of recorded blocks: they stay mapped until [#leave].
  void enter() {
    if (checker != null) {
      checker.enter();
    }
  }

  /// Who entered has looked at them.
  void leave() {
    if (checker != null) {
      checker.leave();
    }
    afterFree();
  }

  /// A block was freed, or one that was counted was not taken.
  void afterFree() {
    if (closed) {
      releaseWhereDrained();
    }
  }

  private void releaseWhereDrained() {
    if (isDrained()) {
      boolean last = false;
      closing.lock();
      try {
        last = MAPPED.remove(heap);
        if (last) {
          Published.remove(region.base());
        }
        if (checker != null) {
          checker.close();
        }
        region.close();
      } finally {
        closing.unlock();
        if (last) {
          charge.close();
        }
      }
    }
  }

  private boolean isDrained() {
    if (checker == null) {
      return blocks.isDrained();
    }
    return heap.checks() == Checks.SAMPLED
        ? blocks.isDrained() && checker.live() == 0
        : checker.live() == 0;
  }
}
