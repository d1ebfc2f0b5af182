package dev.freehold;

import dev.freehold.alloc.Magazine;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Decides which blocks are sampled, what each stands for, and which of them get guard pages.
///
/// Blocks are sampled by bytes: the number of bytes from one sample to the next has an exponential
/// distribution, so that every byte has the same chance, whatever the sizes and their order.
///
/// ```text
/// chance of a block  p = 1 - exp(-bytes / interval)       weight = 1 / p
/// ```
///
/// A magazine counts down blocks of one size, for a geometric number of them. A block that is still
/// counted down has the chance that was in force when the number was drawn, and gets the weight of
/// that moment: so the sum of the weights is, in the mean, the number of blocks, however the
/// interval changes meanwhile. The chance is drawn before the block is known, never after.
///
/// The interval starts at the configured one and follows the cost. A window ends after [#WINDOW]
/// samples, or a second:
///
/// ```text
/// share = time spent on samples / time passed, of one window
/// share > SHARE        the interval grows by share / SHARE, at most twofold
/// share < SHARE / 2    it shrinks likewise, at most to a quarter, down to the configured one
/// ```
///
/// A sample counts with at most [#LARGEST_COST]: one that takes longer was interrupted. Of the
/// first [#COLD], each counts with at most [#LARGEST_COLD_COST]: the JVM has not compiled their
/// code yet, and never would, were they made rare for it.
///
/// The time of all threads is held against the time that passes, so the share is that of one core.
/// Guard pages cost system calls and have a share of their own.
///
/// `samples` and the fields of the window are racy on purpose: a lost update delays a decision.
final class Sampler {
  /// The share of the time that samples may take.
  private static final double SHARE = 0.005;

  private static final double GUARD_SHARE = 0.002;
  private static final int WINDOW = 16;
  private static final long WINDOW_NANOS = 1_000_000_000; // 1 s
  private static final long LARGEST_COST = 250_000; // nanoseconds
  private static final int COLD = 256;
  private static final long LARGEST_COLD_COST = 10_000; // nanoseconds
  private static final double STEP_UP = 2;
  private static final double STEP_DOWN = 0.25;
  private static final long LARGEST_INTERVAL = 256 << 20; // 256 MiB
  private static final long GUARD_AT_FIRST = 10_000_000; // nanoseconds

  private final long configured;
  private final Supplier<? extends RandomGenerator> random;
  private final LongSupplier clock;
  private final AtomicLong spent = new AtomicLong();
  private volatile long interval;
  private int samples;
  private volatile long windowBegan;
  private final AtomicInteger windowSamples = new AtomicInteger();
  private final AtomicLong nextGuard;

  Sampler(long interval) {
    this(interval, ThreadLocalRandom::current, System::nanoTime);
  }

  /// @param random of the thread that asks
  /// @param clock as [System#nanoTime]
  Sampler(long interval, Supplier<? extends RandomGenerator> random, LongSupplier clock) {
    this.configured = interval;
    this.interval = interval;
    this.random = random;
    this.clock = clock;
    this.windowBegan = clock.getAsLong();
    this.nextGuard = new AtomicLong(windowBegan + GUARD_AT_FIRST);
  }

  /// The mean number of bytes from one sample to the next.
  long interval() {
    return interval;
  }

  /// How many blocks this one stands for, of those that its magazine did not serve.
  ///
  /// @param home which has counted it down; `null` where nothing is counted
  /// @return at least 1; 0 where it is not sampled
  double weigh(@Nullable Magazine home, long bytes) {
    if (home == null) {
      return draw(bytes);
    }
    if (!home.isSampleDue()) {
      return 0;
    }
    double weight = home.sampleWeight();
    if (weight == 0) { // the first of its magazine is counted like any other
      weight = countDown(home);
      if (!home.countDown()) {
        return 0;
      }
    }
    countDown(home);
    return weight;
  }

  private double countDown(Magazine home) {
    long now = interval;
    double weight = weight(home.slotBytes(), now);
    home.sampleAfter(gap(home.slotBytes(), now), weight);
    return weight;
  }

  /// How many blocks of a size to let pass before the next sample: a geometric number.
  private int gap(long bytes, long interval) {
    double gap = -Math.log1p(-random.get().nextDouble()) * interval;
    return (int) Math.min(Integer.MAX_VALUE, gap / bytes);
  }

  private double draw(long bytes) {
    long now = interval;
    double draw = random.get().nextDouble();
    if (draw * now >= Math.max(1, bytes)) { // the chance is less than bytes / interval
      return 0;
    }
    double weight = weight(bytes, now);
    return draw * weight < 1 ? weight : 0;
  }

  /// How many blocks of a size one sampled block stands for.
  static double weight(long bytes, long interval) {
    return 1 / -Math.expm1(-(double) Math.max(1, bytes) / interval);
  }

  /// The moment, for [#taken] and [#freed].
  long now() {
    return clock.getAsLong();
  }

  /// Whether the next sample gets guard pages.
  boolean guards() {
    return clock.getAsLong() - nextGuard.get() >= 0;
  }

  /// Puts the next guard pages off by what those before have cost. The first touch of their pages
  /// costs about as much again as the calls.
  private void spendOnGuard(long nanos, long now) {
    long rest = (long) (2 * nanos / GUARD_SHARE);
    nextGuard.updateAndGet(next -> (next - now > 0 ? next : now) + rest);
  }

  /// A sample has been taken.
  ///
  /// @param began the moment before
  void taken(long began, BlockRecord.Memory memory) {
    long now = clock.getAsLong();
    if (memory == BlockRecord.Memory.GUARDED) {
      spendOnGuard(now - began, now);
      return;
    }
    spend(now - began);
    samples = Math.min(samples + 1, COLD);
    long passed = now - windowBegan;
    if (windowSamples.incrementAndGet() >= WINDOW || passed > WINDOW_NANOS) {
      adapt((double) spent.getAndSet(0) / Math.max(1, passed));
      windowSamples.set(0);
      windowBegan = now;
    }
  }

  /// A sampled block has been freed.
  ///
  /// @param began the moment before
  void freed(long began, BlockRecord.Memory memory) {
    long now = clock.getAsLong();
    if (memory == BlockRecord.Memory.GUARDED) {
      spendOnGuard(now - began, now);
    } else {
      spend(now - began);
    }
  }

  private void spend(long nanos) {
    spent.addAndGet(Math.min(nanos, samples < COLD ? LARGEST_COLD_COST : LARGEST_COST));
  }

  private void adapt(double share) {
    double factor = share / SHARE;
    if (factor > 1) {
      interval = (long) Math.min(interval * Math.min(STEP_UP, factor), (double) LARGEST_INTERVAL);
    } else if (factor < 0.5) {
      interval = (long) Math.max(interval * Math.max(STEP_DOWN, factor), (double) configured);
    }
  }
}
