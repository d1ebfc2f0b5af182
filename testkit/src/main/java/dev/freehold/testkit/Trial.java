package dev.freehold.testkit;

import dev.freehold.Budget;
import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.HeldBlock;
import dev.freehold.HeldListener;
import dev.freehold.Limit;
import dev.freehold.track.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One test, or one class for what is outside of its tests: whom heaps and blocks are put down to.
///
/// ```text
/// Trials.begin -> opened, taken ... -> close: left behind? -> wait, look again -> over
/// ```
///
/// A block is left behind by this trial where it is held at the end, and
///
/// 1. its record names this trial as its taker; or
/// 2. it has no taker, and its heap was opened in this trial; or
/// 3. its heap is in the [Baseline] of this trial, and the block is not: so where tests follow each
///    other, and the heap does not record all blocks.
final class Trial implements AutoCloseable {
  private static final Duration FIRST_LOOK_AGAIN = Duration.ofMillis(1);
  private static final Duration LAST_LOOK_AGAIN = Duration.ofMillis(50);

  /// The taker of what was taken on a thread that is not known to be of this trial.
  final Presumed presumed = new Presumed();

  private final TrialConfig config;
  private final Map<Heap, Site> opened = new ConcurrentHashMap<>();
  private final Baseline before;
  private final @Nullable Budget budget;
  private volatile boolean over;

  /// This trial, where that is presumed.
  static final class Presumed {}

  Trial(TrialConfig config) {
    this.config = config;
    this.budget =
        config.limitBytes() == Limit.NONE
            ? null
            : HeapConfig.named(config.name())
                .budget()
                .child("@LimitOffHeap of " + config.name(), config.limitBytes());
    this.before =
        config.grace() != null && config.order() == TrialConfig.Order.SEQUENTIAL
            ? Baseline.now()
            : Baseline.none();
  }

  String name() {
    return config.name();
  }

  TrialConfig.Order order() {
    return config.order();
  }

  boolean isOver() {
    return over;
  }

  /// The configuration of a heap that is opened in this trial.
  HeapConfig opening(HeapConfig asked) {
    return limited(leveled(asked));
  }

  /// The configuration of a heap that is opened in this trial, and lives as long as the process.
  HeapConfig leveled(HeapConfig asked) {
    if (config.level() != null) {
      return asked.withChecks(config.level());
    }
    return config.grace() != null && asked.checks().compareTo(Checks.FULL) < 0
        ? asked.withChecks(Checks.FULL)
        : asked;
  }

  /// A heap that has a budget of its own keeps it, and so has the limit for itself.
  private HeapConfig limited(HeapConfig asked) {
    if (budget == null) {
      return asked;
    }
    return asked.budget() == HeapConfig.named(config.name()).budget()
        ? asked.withBudget(budget)
        : asked.withLimit(Math.min(asked.region().limitBytes(), config.limitBytes()));
  }

  void opened(Heap heap, Site where) {
    opened.put(heap, where);
  }

  /// Of a heap that is closed with this trial: a block that is still held then fails the test,
  /// which the trial sees to where it looks for leaks.
  HeldListener heldListener() {
    return config.grace() != null
        ? report -> {}
        : report -> {
          throw new AssertionError(report.message());
        };
  }

  /// What would be left behind, were the trial over now.
  LeftBehind leftBehind() {
    List<LeftBehind.LeftBlock> blocks = new ArrayList<>();
    List<LeftBehind.LeftHeap> heaps = new ArrayList<>();
    for (Heap heap : Heap.mapped()) {
      Site where = opened.get(heap);
      if (where == null && isUnknown(heap)) {
        continue;
      }
      if (where != null && heap.isOpen()) {
        heaps.add(new LeftBehind.LeftHeap(heap.name(), where));
      }
      for (HeldBlock block : heap.heldBlocks()) {
        if (isOurs(heap, block) && !StaticInitializers.contains(block.taken())) {
          blocks.add(
              new LeftBehind.LeftBlock(
                  heap.name(),
                  block.bytes(),
                  block.taken(),
                  block.taker() == presumed
                      ? LeftBehind.OfThread.PRESUMED
                      : LeftBehind.OfThread.KNOWN));
        }
      }
    }
    return new LeftBehind(config.name(), blocks, heaps);
  }

  /// Whether nothing tells the blocks of this trial from others, in a heap that it did not open.
  private boolean isUnknown(Heap heap) {
    return heap.checks().compareTo(Checks.SAMPLED) < 0 && !before.contains(heap);
  }

  private boolean isOurs(Heap heap, HeldBlock block) {
    if (block.taker() != null) {
      return block.taker() == this || block.taker() == presumed;
    }
    if (opened.containsKey(heap)) {
      return true;
    }
    return before.lacks(heap, block);
  }

  /// Ends the trial.
  ///
  /// @throws AssertionError if something is left behind, also after the time of grace
  @Override
  public void close() {
    LeftBehind left = config.grace() == null ? LeftBehind.NOTHING : afterGrace(config.grace());
    over = true;
    Trials.end(this);
    opened.clear();
    closeBudget();
    if (!left.isNothing()) {
      Trials.active().forEach(other -> other.before.addThoseOf(before)); // reported once
    }
    before.clear();
    if (!left.isNothing()) {
      throw left.error();
    }
  }

  private void closeBudget() {
    if (budget != null) {
      try {
        budget.close();
      } catch (IllegalStateException e) {
        // A heap is left open, which is reported where leaks are looked for, and goes on counting.
      }
    }
  }

  private LeftBehind afterGrace(Duration grace) {
    long began = System.nanoTime();
    long pause = FIRST_LOOK_AGAIN.toNanos();
    LeftBehind left = leftBehind();
    while (!left.isNothing() && System.nanoTime() - began < grace.toNanos()) {
      long rest = grace.toNanos() - (System.nanoTime() - began);
      LockSupport.parkNanos(Math.min(pause, rest));
      pause = Math.min(2 * pause, LAST_LOOK_AGAIN.toNanos());
      left = leftBehind();
    }
    return left;
  }

  @Override
  public String toString() {
    return config.name();
  }
}
