package dev.freehold.plan;

import java.time.Duration;
import java.util.Optional;

/// What a solver found: an offset for each buffer, and what is known of the least height.
///
/// The offsets always keep live buffers apart; only where [Status#FITS] holds do they also keep to
/// the capacity. (Where two fixed buffers share bytes there is no such plan: the conflict says so.)
///
/// Invariants: `lowerBound <= least height of any plan <= height`, `FITS <=> height <= capacity and
/// the plan is valid`, `INFEASIBLE <=> conflict is present`.
public final class Solution {
  /// What is known.
  public enum Status {
    /// The offsets keep to the capacity.
    FITS,
    /// No plan keeps to the capacity, and the conflict proves it.
    INFEASIBLE,
    /// The time ran out first.
    UNDECIDED
  }

  private final Problem problem;
  private final long[] offsets;
  private final long height;
  private final long lowerBound;
  private final Optional<Conflict> conflict;
  private final Duration elapsed;

  Solution(
      Problem problem,
      long[] offsets,
      long lowerBound,
      Optional<Conflict> conflict,
      Duration elapsed) {
    this.problem = problem;
    this.offsets = offsets;
    this.lowerBound = lowerBound;
    this.conflict = conflict;
    this.elapsed = elapsed;
    long top = 0;
    for (int b = 0; b < offsets.length; b++) {
      top = Math.max(top, offsets[b] + problem.buffers().get(b).size());
    }
    this.height = top;
  }

  /// What was solved.
  ///
  /// @return the problem as given
  public Problem problem() {
    return problem;
  }

  /// What is known.
  ///
  /// @return the status
  public Status status() {
    if (conflict.isPresent()) {
      return Status.INFEASIBLE;
    }
    return height <= problem.capacity() ? Status.FITS : Status.UNDECIDED;
  }

  /// Whether the offsets keep to the capacity.
  ///
  /// @return whether the status is [Status#FITS]
  public boolean fits() {
    return status() == Status.FITS;
  }

  /// Where a buffer lies.
  ///
  /// @param buffer its index in the problem
  /// @return bytes from the start of the block
  public long offset(int buffer) {
    return offsets[buffer];
  }

  /// The size of the block.
  ///
  /// @return bytes: the end of the buffer that ends highest, 0 where there are no buffers
  public long height() {
    return height;
  }

  /// A height that no plan is below.
  ///
  /// @return bytes, at most [#height]
  public long lowerBound() {
    return lowerBound;
  }

  /// Whether no plan is lower.
  ///
  /// @return whether [#height] is [#lowerBound]
  public boolean optimal() {
    return height == lowerBound;
  }

  /// How far the height may be above the least.
  ///
  /// @return `height / lowerBound - 1`, 0 where there are no buffers
  public double gap() {
    return lowerBound == 0 ? 0 : (double) height / lowerBound - 1;
  }

  /// Why there is no plan that keeps to the capacity.
  ///
  /// @return present where the status is [Status#INFEASIBLE]
  public Optional<Conflict> conflict() {
    return conflict;
  }

  /// How long it took.
  ///
  /// @return wall time
  public Duration elapsed() {
    return elapsed;
  }

  /// The result in one line; where it does not fit, what proves that, or what to do.
  ///
  /// @return without a line end
  public String summary() {
    return switch (status()) {
      case FITS ->
          "%s fits: height %d of capacity %d, lower bound %d"
              .formatted(problem.name(), height, problem.capacity(), lowerBound);
      case UNDECIDED ->
          "%s: no plan within capacity %d was found in %d ms; the best has height %d, no plan is below %d: allow more time, or that height"
              .formatted(
                  problem.name(), problem.capacity(), elapsed.toMillis(), height, lowerBound);
      case INFEASIBLE ->
          "%s cannot fit in capacity %d: %s"
              .formatted(problem.name(), problem.capacity(), conflict.orElseThrow());
    };
  }
}
