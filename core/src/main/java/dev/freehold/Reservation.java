package dev.freehold;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes that a budget has promised: charged up front, used piece by piece without a refusal, and
/// what is left given back on close.
///
/// Bytes that were used leave the reservation: they are given back with [Budget#release]. Safe for
/// use by many threads; each call is an atomic operation or two.
///
/// | field | access | guard |
/// |---|---|---|
/// | `left` | compare and set; -1 once closed | none |
public final class Reservation implements AutoCloseable {
  private static final long CLOSED = -1;

  private final Budget budget;
  private final AtomicLong left;

  Reservation(Budget budget, long bytes) {
    this.budget = budget;
    this.left = new AtomicLong(bytes);
  }

  /// Uses a piece of the promise.
  ///
  /// @param bytes at least 0, at most [#left]
  /// @throws IllegalArgumentException if `bytes` is negative
  /// @throws IllegalStateException if less is left, or this is closed
  public void use(long bytes) {
    Budget.check(bytes);
    long before = left.getAndUpdate(now -> bytes <= now ? now - bytes : now);
    if (before == CLOSED || bytes > before) {
      throw new IllegalStateException(
          "reservation in budget '%s' %s, asked for %d: reserve what is needed at most, or acquire the rest"
              .formatted(
                  budget.path(),
                  before == CLOSED ? "is closed" : "has %d bytes left".formatted(before),
                  bytes));
    }
    budget.reserved.addAndGet(-bytes);
  }

  /// What is promised and not used yet.
  ///
  /// @return bytes, 0 once closed
  public long left() {
    return Math.max(0, left.get());
  }

  /// Gives back what is left. Closing twice has no effect.
  @Override
  public void close() {
    long rest = left.getAndSet(CLOSED);
    if (rest > 0) {
      budget.tree.unreserve(budget, rest);
    }
  }
}
