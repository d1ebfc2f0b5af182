package dev.freehold;

import java.util.concurrent.ThreadLocalRandom;

/// Decides which blocks are sampled, and which of these get guard pages.
///
/// Blocks are sampled by bytes: the number of bytes from one sample to the next has an exponential
/// distribution, so that every byte has the same chance, whatever the sizes and their order. The
/// mean starts at the configured interval and follows the cost:
///
/// ```text
/// cost of a sample * COST_SHARE  > time since the last one    the interval doubles
/// cost of a sample * CHEAP_SHARE < time since the last one    it halves, down to the configured one
/// ```
///
/// so that a program that does nothing but take blocks spends at most about 1 / [#COST_SHARE] of
/// its time on samples. Guard pages cost system calls and have a budget of time of their own.
///
/// All fields are racy on purpose: a lost update delays a decision.
final class Sampler {
  private static final int COST_SHARE = 24;
  private static final int CHEAP_SHARE = 4 * COST_SHARE;
  private static final int GUARD_SHARE = 48;
  private static final long LARGEST_INTERVAL = 256 << 20; // 256 MiB
  private static final long GUARD_COST_AT_FIRST = 100_000; // nanoseconds

  private final long configured;
  private volatile long interval;
  private volatile long lastSample = System.nanoTime();
  private volatile long lastGuard = lastSample;
  private volatile long guardCost = GUARD_COST_AT_FIRST;

  Sampler(long interval) {
    this.configured = interval;
    this.interval = interval;
  }

  /// The mean number of bytes from one sample to the next.
  long interval() {
    return interval;
  }

  /// How many blocks of a size to let pass before the next sample.
  int gap(long bytes) {
    double gap = -Math.log1p(-ThreadLocalRandom.current().nextDouble()) * interval;
    return (int) Math.min(Integer.MAX_VALUE, gap / Math.max(1, bytes));
  }

  /// Whether to sample one block, where nothing is counted down.
  boolean chooses(long bytes) {
    return ThreadLocalRandom.current().nextDouble() < -Math.expm1(-(double) bytes / interval);
  }

  /// How many blocks of a size one sampled block stands for.
  double weight(long bytes) {
    return 1 / -Math.expm1(-(double) Math.max(1, bytes) / interval);
  }

  /// Whether the next sample gets guard pages.
  boolean guards() {
    return System.nanoTime() - lastGuard > guardCost * GUARD_SHARE;
  }

  /// Accounts for a sample that began at a moment.
  void sampled(long began, BlockRecord.Memory memory) {
    long now = System.nanoTime();
    long cost = 2 * (now - began); // freeing it costs about as much again
    if (memory == BlockRecord.Memory.GUARDED) {
      guardCost = cost;
      lastGuard = now;
    } else {
      long since = now - lastSample;
      long mean = interval;
      if (cost * COST_SHARE > since) {
        interval = Math.min(2 * mean, LARGEST_INTERVAL);
      } else if (cost * CHEAP_SHARE < since) {
        interval = Math.max(mean / 2, configured);
      }
    }
    lastSample = now;
  }
}
