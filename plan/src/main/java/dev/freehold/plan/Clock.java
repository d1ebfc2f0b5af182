package dev.freehold.plan;

import org.jspecify.annotations.Nullable;

/// A moment to stop at, and a way for one thread to stop the others.
final class Clock {
  private final long deadline;
  private final @Nullable Clock outer;
  private volatile boolean stopped;

  private Clock(long deadline, @Nullable Clock outer) {
    this.deadline = deadline;
    this.outer = outer;
  }

  static Clock of(long nanos) {
    return new Clock(System.nanoTime() + nanos, null);
  }

  /// A clock that is over when this one is, or after so long.
  Clock within(long nanos) {
    return new Clock(System.nanoTime() + Math.min(remaining(), nanos), this);
  }

  void stop() {
    stopped = true;
  }

  boolean over() {
    return stopped || System.nanoTime() - deadline >= 0 || (outer != null && outer.over());
  }

  long remaining() {
    return Math.max(0, deadline - System.nanoTime());
  }
}
