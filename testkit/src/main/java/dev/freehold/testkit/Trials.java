package dev.freehold.testkit;

import dev.freehold.Attribution;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.track.Site;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The trials that run, and which of them a thread is in.
///
/// A thread is in the trial that it entered last, else in that of the thread that created it: as
/// `InheritableThreadLocal` has it, so threads of either kind that are created by a test, also by
/// its executors, are in that test, until it is over. A worker of JUnit is in what it entered
/// alone.
///
/// Any other thread, such as one of a pool that an earlier test created, is presumed to be in the
/// trial that began last, where tests follow each other; where they run in parallel it is in none.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `ENTERED` | by its thread | by its thread, or the one that creates it | - |
/// | `ACTIVE` | volatile | volatile | copied on write |
final class Trials implements Attribution {
  private static final InheritableThreadLocal<@Nullable Entered> ENTERED =
      new InheritableThreadLocal<>();
  private static final List<Trial> ACTIVE = new CopyOnWriteArrayList<>();

  static {
    Attribution.install(new Trials());
  }

  /// Has this class initialized, and so asked by heaps.
  static void ensureInForce() {}

  /// That a thread is in a trial, until it is closed.
  static final class Entered implements AutoCloseable {
    private final Trial trial;
    private final Thread thread = Thread.currentThread();
    private final @Nullable Entered outer = ENTERED.get();

    private Entered(Trial trial) {
      this.trial = trial;
    }

    @Override
    public void close() {
      ENTERED.set(outer);
    }
  }

  private Trials() {}

  static Trial begin(TrialConfig config) {
    Trial trial = new Trial(config);
    ACTIVE.add(trial);
    return trial;
  }

  static void end(Trial trial) {
    ACTIVE.remove(trial);
  }

  static List<Trial> active() {
    return ACTIVE;
  }

  /// This thread is in a trial from now on.
  static Entered enter(Trial trial) {
    Entered entered = new Entered(trial);
    ENTERED.set(entered);
    return entered;
  }

  /// The trial that this thread entered, or was created in.
  private static @Nullable Trial known() {
    Entered entered = ENTERED.get();
    if (entered == null || entered.trial.isOver()) {
      return null;
    }
    return entered.thread == Thread.currentThread() || !isWorkerOfJUnit() ? entered.trial : null;
  }

  private static boolean isWorkerOfJUnit() {
    return Thread.currentThread().getClass().getName().startsWith("org.junit.platform.");
  }

  private static @Nullable Trial presumed() {
    Trial last = null;
    for (Trial trial : ACTIVE) {
      if (trial.order() == TrialConfig.Order.PARALLEL) {
        return null;
      }
      last = trial;
    }
    return last;
  }

  private static @Nullable Trial current() {
    Trial known = known();
    return known == null ? presumed() : known;
  }

  @Override
  public HeapConfig opening(HeapConfig config) {
    Trial trial = current();
    if (trial == null) {
      return config;
    }
    return StaticInitializers.contains(Site.here()) ? trial.leveled(config) : trial.opening(config);
  }

  @Override
  public void opened(Heap heap, Site where) {
    Trial trial = current();
    if (trial != null && !StaticInitializers.contains(where)) {
      trial.opened(heap, where);
    }
  }

  @Override
  public @Nullable Object taker() {
    Trial known = known();
    if (known != null) {
      return known;
    }
    Trial presumed = presumed();
    return presumed == null ? null : presumed.presumed;
  }

  @Override
  public @Nullable String refusal(Heap heap, long bytes) {
    return FailingHeap.refusal(heap);
  }
}
