package dev.freehold.detection;

import dev.freehold.Defect;
import dev.freehold.Diagnosis;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Report;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of one run of a program: when the misuse was found, and what was thrown.
///
/// @param finding when
/// @param thrown what, or `null` where a listener was told, or nobody
record Outcome(Finding finding, @Nullable Throwable thrown) {
  /// Runs a program on a heap of its own, through free, verify and close.
  static Outcome of(HeapConfig config, Misuse.Body body) {
    List<String> held = new ArrayList<>();
    Heap heap = Heap.open(config.withHeldListener(report -> held.add(report.message())));
    List<Outcome> found = new ArrayList<>();
    Runnable[] free = {Misuse::nothing};
    attempt(Finding.ALWAYS, () -> free[0] = body.run(heap), found);
    attempt(Finding.ON_FREE, () -> free[0].run(), found);
    attempt(Finding.ON_DEMAND, heap::verify, found);
    attempt(Finding.ON_DEMAND, heap::close, found);
    if (found.isEmpty() && !held.isEmpty()) {
      return new Outcome(Finding.ON_DEMAND, null);
    }
    return found.isEmpty() ? new Outcome(Finding.NOT, null) : found.getFirst();
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void attempt(Finding finding, Step step, List<Outcome> found) {
    try {
      step.run();
    } catch (Exception | InternalError e) {
      found.add(new Outcome(finding, e));
    }
  }

  /// What the report says, or `null` where there is none.
  @Nullable Defect defect() {
    Throwable cause = thrown;
    Report report = cause == null ? null : Diagnosis.of(cause);
    return report == null ? null : report.defect();
  }
}
