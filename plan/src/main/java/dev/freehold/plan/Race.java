package dev.freehold.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Several searches at once for the plan of one problem, sharing the best plan and the best bound.
///
/// To fit, all look for a plan below the capacity, each with orders and seeds of its own. To
/// minimize, the first spends a quarter of the time on a plan at the lower bound, where one mostly
/// is, and raises the bound where none is; the others, and then it too, come down from the best
/// plan in steps that shrink with failure.
///
/// Invariants: `bound <= least height <= height`, in units; the race is over when they meet.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `offsets`, `height`, `bound`, `fits` | lock | lock | `this` |
/// | `clock` | volatile | volatile | |
final class Race {
  private static final long STACK = 512L << 20; // addresses only: a state of the search is a frame
  private static final int RUN = 100; // failures in the shortest run
  private static final long FIRST_SLICE = 2_000_000_000L; // 2 s

  private final Sections in;
  private final long capacity; // in units
  private final SolverConfig config;
  private final Clock clock;

  private long[] offsets;
  private long height;
  private long bound;
  private boolean impossible;

  Race(Sections in, long capacity, SolverConfig config, Clock clock, long[] offsets, long bound) {
    this.in = in;
    this.capacity = capacity;
    this.config = config;
    this.clock = clock;
    this.offsets = offsets;
    this.height = height(offsets);
    this.bound = bound;
  }

  /// Runs until the goal or the time is reached.
  void run() {
    AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < config.threads(); t++) {
      int lane = t;
      Runnable work =
          () -> {
            try {
              run(lane);
            } catch (RuntimeException | Error e) {
              broken.set(e);
              clock.stop();
            }
          };
      Thread thread = new Thread(null, work, "freehold-plan-" + t, STACK);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      join(thread);
    }
    Throwable cause = broken.get();
    if (cause != null) {
      throw new IllegalStateException("a search of the planner broke", cause);
    }
  }

  private void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        clock.stop();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(int lane) {
    if (config.goal() == SolverConfig.Goal.FIT) {
      attempt(capacity, lane, clock);
      return;
    }
    if (lane == 0) {
      climb(lane, clock.within(clock.remaining() / 4));
    }
    descend(lane);
  }

  private void climb(int lane, Clock until) {
    while (!until.over()) {
      attempt(bound(), lane, until);
    }
  }

  private void descend(int lane) {
    long slice = FIRST_SLICE;
    long part = 2L + lane;
    while (!clock.over()) {
      long gap = height() - bound();
      long step = Math.max(1, gap / part);
      Search.Outcome outcome = attempt(height() - step, lane, clock.within(slice));
      if (outcome == Search.Outcome.CUT_OFF) {
        if (step > 1) {
          part *= 2;
        } else {
          slice *= 2;
        }
      }
    }
  }

  /// Searches below one capacity until it is decided or the time is over.
  private Search.Outcome attempt(long below, int lane, Clock until) {
    Search search = new Search(in, below, config.seed() + lane, until);
    Order[] orders = Order.values();
    for (int run = 1; !until.over(); run++) {
      Order order = orders[(run - 1 + lane) % orders.length];
      Search.Outcome outcome = search.run(order, (long) RUN * luby(run));
      switch (outcome) {
        case FOUND -> found(search);
        case IMPOSSIBLE -> impossible(below);
        case CUT_OFF -> {
          continue;
        }
      }
      return outcome;
    }
    return Search.Outcome.CUT_OFF;
  }

  /// The sequence 1 1 2 1 1 2 4 1 1 2 1 1 2 4 8 ...
  static int luby(int i) {
    int left = i;
    while (Integer.bitCount(left + 1) != 1) {
      left -= Integer.highestOneBit(left) - 1;
    }
    return (left + 1) >>> 1;
  }

  private synchronized void found(Search search) {
    long[] plan = new long[in.buffers];
    for (int b = 0; b < plan.length; b++) {
      plan[b] = search.offset(b);
    }
    long top = height(plan);
    if (top < height) {
      height = top;
      offsets = plan;
    }
    if (config.goal() == SolverConfig.Goal.FIT || height <= bound) {
      clock.stop();
    }
  }

  private synchronized void impossible(long below) {
    bound = Math.max(bound, below + 1);
    impossible |= below >= capacity;
    if (impossible || bound >= height) {
      clock.stop();
    }
  }

  private long height(long[] plan) {
    long top = 0;
    for (int b = 0; b < plan.length; b++) {
      top = Math.max(top, plan[b] + in.size[b]);
    }
    return top;
  }

  synchronized long height() {
    return height;
  }

  synchronized long bound() {
    return bound;
  }

  /// The lowest plan so far, in units.
  synchronized long[] offsets() {
    return offsets;
  }

  /// Whether it was shown that nothing keeps to the capacity.
  synchronized boolean impossible() {
    return impossible;
  }
}
