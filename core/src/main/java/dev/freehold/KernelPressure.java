package dev.freehold;

import dev.freehold.os.MemoryStalls;
import dev.freehold.os.SystemFiles;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Raises the kernel's pressure stall information at a budget: how long tasks wait for memory, of
/// the control group where it has a file of its own, else of the machine.
///
/// ```java
/// KernelPressure kernel = KernelPressure.at(Budget.process());
/// Registration polling = kernel.start(Duration.ofSeconds(2));
/// ```
///
/// Nothing is read before [#poll] or [#start]. Where the kernel does not say, nothing is raised,
/// and [#available] says so.
///
/// | field | access | guard |
/// |---|---|---|
/// | `level` | plain | `lock`, which is not held while listeners are told |
public final class KernelPressure {
  private final Budget budget;
  private final SystemFiles files;
  private final PressureThresholds thresholds;
  private final ReentrantLock lock = new ReentrantLock();
  private Pressure.Level level = Pressure.Level.LOW;

  private KernelPressure(Budget budget, SystemFiles files, PressureThresholds thresholds) {
    this.budget = budget;
    this.files = files;
    this.thresholds = thresholds;
  }

  /// That of this machine, with the usual thresholds, [PressureThresholds#OF_KERNEL].
  ///
  /// @param budget where to raise it, often the root
  /// @return a source that has read nothing yet
  public static KernelPressure at(Budget budget) {
    return of(budget, SystemFiles.ofThisMachine(), PressureThresholds.OF_KERNEL);
  }

  /// That of a system.
  ///
  /// @param budget where to raise it
  /// @param files of the system
  /// @param thresholds shares of the last ten seconds
  /// @return a source that has read nothing yet
  public static KernelPressure of(Budget budget, SystemFiles files, PressureThresholds thresholds) {
    return new KernelPressure(budget, files, thresholds);
  }

  /// What the kernel says now.
  ///
  /// @return empty where it says nothing
  public Optional<MemoryStalls> stalls() {
    return MemoryStalls.of(files);
  }

  /// Whether there is anything to poll, in words.
  ///
  /// @return one line
  public String available() {
    return stalls()
        .map(stalls -> "reported by " + stalls.file())
        .orElse(
            "not reported: the kernel is older than 4.20 or built without it, or boot it with psi=1");
  }

  /// Reads once, and raises a change of the level, on this thread.
  ///
  /// @return the level in force, LOW where the kernel says nothing
  public Pressure.Level poll() {
    Optional<MemoryStalls> read = stalls();
    double share = read.map(stalls -> stalls.somePercent() / 100).orElse(0.0);
    Pressure.Level before;
    Pressure.Level now;
    lock.lock();
    try {
      before = level;
      now = thresholds.level(before, share);
      level = now;
    } finally {
      lock.unlock();
    }
    if (now != before) {
      String file = read.map(MemoryStalls::file).orElse("none");
      budget.raise(new Pressure(Pressure.Source.KERNEL, file, before, now, share));
    }
    return now;
  }

  /// Polls on a daemon thread until closed; where the kernel says nothing, starts none.
  ///
  /// @param every how long to wait between two reads; the kernel's figure is of ten seconds
  /// @return to be closed
  /// @throws IllegalArgumentException if `every` is not positive
  public Registration start(Duration every) {
    if (!every.isPositive()) {
      throw new IllegalArgumentException("every is %s: must be positive".formatted(every));
    }
    if (stalls().isEmpty()) {
      return () -> {};
    }
    Thread thread =
        Thread.ofPlatform().daemon().name("freehold-kernel-pressure").start(() -> run(every));
    return thread::interrupt;
  }

  private void run(Duration every) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        poll();
        Thread.sleep(every);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
