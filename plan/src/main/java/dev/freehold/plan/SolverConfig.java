package dev.freehold.plan;

import java.time.Duration;

/// How a problem is solved.
///
/// @param goal when to stop
/// @param timeout the longest that it may take; what was found by then is the result
/// @param threads how many searches race each other, from 1 to 64
/// @param seed of all that is random; the same seed with one thread and enough time gives the same
///   plan
public record SolverConfig(Goal goal, Duration timeout, int threads, long seed) {
  /// When a solver stops.
  public enum Goal {
    /// At the first plan that keeps to the capacity.
    FIT,
    /// At a plan whose height is proven to be the least.
    MINIMIZE
  }

  /// Fits in up to a minute with two threads.
  public static final SolverConfig DEFAULT =
      new SolverConfig(Goal.FIT, Duration.ofMinutes(1), 2, 1);

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException naming the component that is out of range
  public SolverConfig {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(365)) > 0) {
      throw new IllegalArgumentException(
          "the timeout is %s: must be above 0 and at most a year".formatted(timeout));
    }
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("threads is %d: must be from 1 to 64".formatted(threads));
    }
  }

  /// The same with another goal.
  ///
  /// @param when when to stop
  /// @return a configuration
  public SolverConfig withGoal(Goal when) {
    return new SolverConfig(when, timeout, threads, seed);
  }

  /// The same with another timeout.
  ///
  /// @param longest the longest that it may take
  /// @return a configuration
  public SolverConfig withTimeout(Duration longest) {
    return new SolverConfig(goal, longest, threads, seed);
  }

  /// The same with another number of threads.
  ///
  /// @param count how many searches race each other
  /// @return a configuration
  public SolverConfig withThreads(int count) {
    return new SolverConfig(goal, timeout, count, seed);
  }
}
