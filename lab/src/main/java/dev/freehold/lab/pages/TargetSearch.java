package dev.freehold.lab.pages;

import dev.freehold.paging.policy.Policies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Finds how many frames each policy needs for a miss ratio, by halving the range in which the
/// answer lies until it is within two percent.
///
/// The size found reaches the target. A policy that is no stack algorithm may reach it with less
/// here and there, and miss it with more.
public final class TargetSearch {
  private static final int PRECISION = 50; // the answer is within 1/50

  private final PageEngine engine;
  private final long memoryLimit;
  private final CellProgress progress;

  /// A range that holds the answer.
  ///
  /// @param low does not reach the target; or is one less than the policy's minimum
  /// @param high reaches it
  private record Range(int low, int high) {
    boolean isNarrow() {
      return high - low <= Math.max(1, high / PRECISION);
    }

    int middle() {
      return low + (high - low) / 2;
    }
  }

  /// A search that computes its cells on an engine.
  public TargetSearch(PageEngine engine, long memoryLimit, CellProgress progress) {
    this.engine = engine;
    this.memoryLimit = memoryLimit;
    this.progress = progress;
  }

  /// Searches.
  ///
  /// @param trace the requests
  /// @param target the miss ratio to reach
  /// @param known results to begin from; those for a variable space, which has no frames, are left
  ///   out
  /// @return the frames of each policy of the known results, in their order; empty where all pages
  ///   resident are not enough
  public Map<Policies, OptionalInt> run(PageTrace trace, double target, List<CellResult> known) {
    Map<Policies, Range> ranges = new LinkedHashMap<>();
    for (CellResult result : known) {
      if (!result.isVariable()) {
        Policies policy = result.cell().policy();
        Range whole = new Range(policy.minimum() - 1, Math.max(policy.minimum(), trace.distinct()));
        ranges.put(policy, narrowed(ranges.getOrDefault(policy, whole), result, target));
      }
    }
    Map<Policies, OptionalInt> found = new LinkedHashMap<>();
    boolean reachable = trace.distinct() <= target * trace.length();
    while (reachable && ranges.values().stream().anyMatch(range -> !range.isNarrow())) {
      List<Cell> cells = new ArrayList<>();
      ranges.forEach((policy, range) -> {
        if (!range.isNarrow()) {
          cells.add(new Cell(policy, range.middle()));
        }
      });
      for (CellResult result : engine.run(trace, cells, memoryLimit, progress)) {
        ranges.computeIfPresent(
            result.cell().policy(), (policy, range) -> narrowed(range, result, target));
      }
    }
    ranges.forEach((policy, range) ->
        found.put(policy, reachable ? OptionalInt.of(range.high()) : OptionalInt.empty()));
    return found;
  }

  private static Range narrowed(Range range, CellResult result, double target) {
    int size = result.cell().size();
    if (size <= range.low() || size >= range.high()) {
      return range;
    }
    return result.ratio() <= target ? new Range(range.low(), size) : new Range(size, range.high());
  }
}
