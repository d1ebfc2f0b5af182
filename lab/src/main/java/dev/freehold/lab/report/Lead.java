package dev.freehold.lab.report;

import dev.freehold.lab.replay.ReplayResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The one sentence that says which allocator suits a trace, and why.
public final class Lead {
  private Lead() {}

  /// Compares the allocators that served the whole trace; peers, which keep no figures of their
  /// memory, are left out.
  ///
  /// @param results of one trace
  /// @return one sentence
  public static String of(List<ReplayResult> results) {
    List<ReplayResult> served =
        results.stream().filter(r -> r.failure() == null && r.peakCommittedBytes() > 0).toList();
    if (served.isEmpty()) {
      return "No allocator served this trace to its end.";
    }
    ReplayResult tight =
        served.stream().min(Comparator.comparingLong(ReplayResult::peakCommittedBytes)).get();
    ReplayResult fast =
        served.stream().min(Comparator.comparingDouble(ReplayResult::nanosPerOperation)).get();
    if (tight.allocator().equals(fast.allocator()) || Double.isNaN(fast.nanosPerOperation())) {
      return "%s suits %s: it needs the least memory, %s for a peak of %s%s."
          .formatted(
              tight.allocator(),
              tight.trace(),
              bytes(tight.peakCommittedBytes()),
              bytes(tight.peakRequestedBytes()),
              Double.isNaN(fast.nanosPerOperation())
                  ? ""
                  : ", and the least time, %.0f ns an operation"
                      .formatted(tight.nanosPerOperation()));
    }
    return String.format(
        Locale.ROOT,
        "%s serves %s from the least memory, %s for a peak of %s; %s needs the least time, %.0f ns"
            + " an operation against %.0f, in %.0f %% more memory.",
        tight.allocator(),
        tight.trace(),
        bytes(tight.peakCommittedBytes()),
        bytes(tight.peakRequestedBytes()),
        fast.allocator(),
        fast.nanosPerOperation(),
        tight.nanosPerOperation(),
        100.0
            * (fast.peakCommittedBytes() - tight.peakCommittedBytes())
            / tight.peakCommittedBytes());
  }

  private static String bytes(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double amount = bytes;
    int unit = 0;
    while (amount >= 1024 && unit < units.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, units[unit]);
  }
}
