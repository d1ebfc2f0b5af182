package dev.freehold;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The shared credits of one budget, in stripes: a thread takes from and gives to the stripe that
/// its id selects, so threads that run at the same time seldom meet.
///
/// ```text
/// longs    0 .. 15   16 .. 31    32 .. 47        a stripe stands alone in 128 bytes, two lines,
///         +---------+-----------+-----------+    as processors prefetch pairs of lines
///         | unused  | stripe 0  | stripe 1  | ...
///         +---------+-----------+-----------+
/// stripe = credits in bytes, at least 0, or FROZEN
/// ```
///
/// There is one stripe until two threads collide; then their number doubles, up to the power of two
/// from twice the processors on. A budget that one thread uses therefore costs 256 bytes.
///
/// ## Concurrency
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | a stripe that is not frozen | opaque | compare and set, or an atomic exchange or addition | none |
/// | a frozen stripe | opaque | volatile, by [#thaw] | the lock of the tree |
/// | `cells` (the reference) | volatile | volatile | the lock of the tree |
/// | `crowded` | volatile | volatile, `true` by anyone, `false` under the lock | none: a hint |
///
/// [#take] and [#give] need no lock; all other methods need that of the tree. Freezing is what
/// makes a sum exact: an exchange takes all that a stripe holds, and every later take or give fails
/// until the thaw and goes to the lock. An array that was replaced stays frozen for ever.
final class Stripes {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
  private static final long FROZEN = -1;
  private static final int PITCH = 16;

  /// The most stripes of a budget.
  static final int MOST = most(Runtime.getRuntime().availableProcessors());

  private volatile long[] cells = new long[2 * PITCH];
  private volatile boolean crowded;

  private static int most(int processors) {
    return 2 * Integer.highestOneBit(2 * processors - 1);
  }

  private static int at(long[] cells) {
    int mask = cells.length / PITCH - 2; // the number of stripes, a power of two, less one
    return PITCH * (1 + ((int) Thread.currentThread().threadId() & mask));
  }

  /// Takes credits from this thread's stripe.
  ///
  /// @param bytes at least 0
  /// @return whether they were there
  boolean take(long bytes) {
    long[] now = cells;
    int at = at(now);
    while (true) {
      long credits = (long) CELL.getOpaque(now, at);
      if (credits < bytes) {
        return false;
      }
      if (CELL.compareAndSet(now, at, credits, credits - bytes)) {
        return true;
      }
      if (mayGrow(now)) {
        return false;
      }
    }
  }

  /// Gives credits to this thread's stripe.
  ///
  /// @param bytes at least 0
  /// @param most that the stripe may hold afterwards
  /// @return whether they were put there
  boolean give(long bytes, long most) {
    long[] now = cells;
    int at = at(now);
    while (true) {
      long credits = (long) CELL.getOpaque(now, at);
      if (credits == FROZEN || bytes > most - credits) {
        return false;
      }
      if (CELL.compareAndSet(now, at, credits, credits + bytes)) {
        return true;
      }
      if (mayGrow(now)) {
        return false;
      }
    }
  }

  private boolean mayGrow(long[] now) {
    if (now.length / PITCH - 1 >= MOST) {
      return false;
    }
    crowded = true;
    return true;
  }

  /// Doubles the stripes where threads have collided.
  void growWhereCrowded() {
    long[] now = cells;
    if (crowded && mayGrow(now)) {
      long[] next = new long[2 * now.length - PITCH];
      next[at(next)] = freeze();
      cells = next;
    }
    crowded = false;
  }

  /// Takes all credits of all stripes and stops take and give.
  ///
  /// @return what the stripes held, in bytes
  long freeze() {
    long[] now = cells;
    long sum = 0;
    for (int at = PITCH; at < now.length; at += PITCH) {
      sum += Math.max(0, (long) CELL.getAndSet(now, at, FROZEN));
    }
    return sum;
  }

  /// Lets take and give work again, with no credits at first.
  void thaw() {
    long[] now = cells;
    for (int at = PITCH; at < now.length; at += PITCH) {
      CELL.setVolatile(now, at, 0L);
    }
  }

  /// Adds to this thread's stripe, which is not frozen.
  void add(long bytes) {
    long[] now = cells;
    CELL.getAndAdd(now, at(now), bytes);
  }

  /// Takes all credits of this thread's stripe, which is not frozen.
  long drain() {
    long[] now = cells;
    return (long) CELL.getAndSet(now, at(now), 0L);
  }

  /// What the stripes hold, exact at rest.
  long sum() {
    long[] now = cells;
    long sum = 0;
    for (int at = PITCH; at < now.length; at += PITCH) {
      sum += Math.max(0, (long) CELL.getVolatile(now, at));
    }
    return sum;
  }

  /// Whether a stripe is frozen: at rest, none is.
  boolean frozen() {
    long[] now = cells;
    for (int at = PITCH; at < now.length; at += PITCH) {
      if ((long) CELL.getVolatile(now, at) < 0) {
        return true;
      }
    }
    return false;
  }
}
