package dev.freehold.lab.bugs;

import dev.freehold.CheckConfig;
import dev.freehold.Checks;
import dev.freehold.Diagnosis;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Report;
import java.util.ArrayList;
import java.util.List;

/// What came out of a program that used a heap.
///
/// @param reports of what it threw, of what the heap found when asked and when closed, and of
///   blocks that it left; in this order
/// @param others what it threw that is no misuse of memory
public record Observation(List<Report> reports, List<Throwable> others) {
  private static final long QUARANTINE = 1 << 20; // 1 MiB

  /// Keeps its own copies of the lists.
  public Observation {
    reports = List.copyOf(reports);
    others = List.copyOf(others);
  }

  /// Runs a program in this process over a heap of its own.
  ///
  /// @param program what to run
  /// @param level of the heap
  /// @return what came out
  public static Observation of(Program program, Checks level) {
    List<Report> reports = new ArrayList<>();
    List<Throwable> others = new ArrayList<>();
    boolean[] held = new boolean[1];
    Heap heap =
        Heap.open(
            HeapConfig.named("bugs")
                .withChecks(level)
                .withCheckConfig(CheckConfig.DEFAULT.withQuarantine(QUARANTINE))
                .withHeldListener(_ -> held[0] = true));
    watch(() -> program.run(heap), reports, others);
    watch(heap::verify, reports, others);
    watch(heap::close, reports, others);
    if (held[0]) {
      reports.addAll(heap.leaks());
    }
    return new Observation(reports, others);
  }

  /// A step that may fail.
  @FunctionalInterface
  private interface Step {
    void run() throws Throwable;
  }

  @SuppressWarnings("CatchingUnchecked") // a fault at a guard page is an error
  private static void watch(Step step, List<Report> reports, List<Throwable> others) {
    try {
      step.run();
    } catch (Throwable thrown) {
      add(thrown, reports, others);
      for (Throwable suppressed : thrown.getSuppressed()) {
        add(suppressed, reports, others);
      }
    }
  }

  private static void add(Throwable thrown, List<Report> reports, List<Throwable> others) {
    Report report = Diagnosis.of(thrown);
    if (report == null) {
      others.add(thrown);
    } else {
      reports.add(report);
    }
  }

  /// Whether nothing came out.
  ///
  /// @return whether the program looks sound
  public boolean isSilent() {
    return reports.isEmpty() && others.isEmpty();
  }
}
