package dev.freehold.cli;

import dev.freehold.lab.replay.ReplayResult;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The table over all traces: geometric means, so that no trace weighs more than another.
final class Summary {
  private Summary() {}

  /// @param results of all traces
  static String of(List<ReplayResult> results) {
    List<String> allocators = results.stream().map(ReplayResult::allocator).distinct().toList();
    long traces = results.stream().map(ReplayResult::trace).distinct().count();
    Table table = new Table("allocator", "traces served", "utilisation", "ns/op", "x glibc");
    for (String allocator : allocators) {
      List<ReplayResult> served =
          results.stream()
              .filter(result -> result.allocator().equals(allocator) && result.failure() == null)
              .toList();
      table.add(
          allocator,
          "%d of %d".formatted(served.size(), traces),
          Comparison.number("%.3f", mean(served, ReplayResult::utilisation)),
          Comparison.number("%.1f", mean(served, ReplayResult::nanosPerOperation)),
          Comparison.number("%.2f", mean(served, each -> Comparison.timesPeer(each, results))));
    }
    return "Geometric means over the traces served\n" + table;
  }

  /// The geometric mean; `NaN` of nothing, and where a value is.
  static double mean(List<ReplayResult> results, ToDoubleFunction<ReplayResult> value) {
    return Math.exp(
        results.stream()
            .mapToDouble(result -> Math.log(value.applyAsDouble(result)))
            .average()
            .orElse(Double.NaN));
  }
}
