package dev.freehold.cli;

import dev.freehold.lab.replay.ReplayResult;
import dev.freehold.lab.trace.Trace;
import java.util.List;
import java.util.Locale;

/// The table of one trace.
final class Comparison {
  private static final String UNKNOWN = "-";
  private static final String PEER = "glibc"; // what times are compared with

  private Comparison() {}

  static String of(Trace trace, List<ReplayResult> results) {
    Table table =
        new Table(
            "allocator",
            "verified",
            "peak requested",
            "peak committed",
            "utilisation",
            "internal frag.",
            "external frag.",
            "worst external",
            "ns/op",
            "+/-",
            "x " + PEER);
    for (ReplayResult result : results) {
      table.add(
          result.allocator(),
          result.failure() == null ? "yes" : result.verified() ? "FAILED" : "NO",
          bytes(result.peakRequestedBytes()),
          bytes(result.peakCommittedBytes()),
          number("%.3f", result.utilisation()),
          number("%.3f", result.internalFragmentation()),
          number("%.3f", result.externalFragmentation()),
          number("%.3f", result.worstExternalFragmentation()),
          number("%.1f", result.nanosPerOperation()),
          number("%.1f", result.nanosSpread()),
          number("%.2f", timesPeer(result, results)));
    }
    return String.format(
            Locale.ROOT,
            "%s: %,d operations, %,d allocations, %,d frees%n",
            trace.name(),
            trace.operations(),
            trace.allocations(),
            trace.frees())
        + table;
  }

  /// How many times as long as the peer an allocator takes on the same trace; `NaN` where either
  /// was not timed.
  static double timesPeer(ReplayResult result, List<ReplayResult> all) {
    return all.stream()
        .filter(other -> other.allocator().equals(PEER) && other.trace().equals(result.trace()))
        .mapToDouble(other -> result.nanosPerOperation() / other.nanosPerOperation())
        .findFirst()
        .orElse(Double.NaN);
  }

  static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : UNKNOWN;
  }

  private static String bytes(long bytes) {
    return bytes < 0 ? UNKNOWN : String.format(Locale.ROOT, "%,d", bytes);
  }
}
