package dev.freehold.lab.report;

import dev.freehold.lab.replay.ReplayResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What a person wants to read first: which allocator suits a trace, and where the memory of the
/// one that suits it least goes.
public final class Lead {
  /// A difference in memory that is worth a sentence.
  private static final double NOTABLE = 0.05;

  private Lead() {}

  /// Compares the allocators that served the whole trace; peers, which keep no figures of their
  /// memory, are left out.
  ///
  /// @param results of one trace
  /// @return one or two sentences
  public static String of(List<ReplayResult> results) {
    List<ReplayResult> served =
        results.stream().filter(r -> r.failure() == null && r.peakCommittedBytes() > 0).toList();
    if (served.isEmpty()) {
      return "No allocator served this trace to its end.";
    }
    ReplayResult tight =
        served.stream()
            .min(
                Comparator.comparingLong(ReplayResult::peakCommittedBytes)
                    .thenComparingDouble(ReplayResult::nanosPerOperation))
            .get();
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
                          .formatted(tight.nanosPerOperation()))
          + loss(served, tight);
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
                / tight.peakCommittedBytes())
        + loss(served, tight);
  }

  /// Why the allocator with the most memory needs it, where that is notably more than the least.
  private static String loss(List<ReplayResult> served, ReplayResult tight) {
    ReplayResult wide =
        served.stream().max(Comparator.comparingLong(ReplayResult::peakCommittedBytes)).get();
    double more = (double) wide.peakCommittedBytes() / tight.peakCommittedBytes() - 1;
    if (more < NOTABLE) {
      return "";
    }
    double rounding = wide.peakAllocatedBytes() - wide.peakRequestedBytes();
    double holes = wide.peakCommittedBytes() - wide.peakAllocatedBytes();
    return String.format(
        Locale.ROOT,
        " %s needs %.0f %% more: of what it commits beyond the peak requested, %.0f %% is rounding inside"
            + " blocks and %.0f %% holes between them.",
        wide.allocator(),
        100 * more,
        100 * rounding / (rounding + holes),
        100 * holes / (rounding + holes));
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
