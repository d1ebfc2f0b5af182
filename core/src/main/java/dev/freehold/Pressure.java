package dev.freehold;

/// How short of memory something is, told when its level changes.
///
/// @param source who says so
/// @param name the path of the budget, or the file of the kernel
/// @param before the level until now
/// @param level the level from now on
/// @param share what the level follows from: of a budget, what is charged to it as a share of its
///   limit; of the kernel, the share of the last ten seconds in which some task waited for memory
public record Pressure(Source source, String name, Level before, Level level, double share) {
  /// From enough to none left, in this order.
  public enum Level {
    /// There is enough.
    LOW,
    /// What could be given back soon should be.
    MODERATE,
    /// Requests are about to be refused, or the system about to stall.
    CRITICAL
  }

  /// Who says so.
  public enum Source {
    /// A [Budget], of itself.
    BUDGET,
    /// The operating system, through [KernelPressure].
    KERNEL,
    /// A test.
    SIMULATED
  }

  /// Whether there is less memory than before.
  ///
  /// @return whether the level has risen
  public boolean rises() {
    return level.compareTo(before) > 0;
  }
}
