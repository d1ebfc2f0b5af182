package dev.freehold.testkit;

import dev.freehold.Budget;
import dev.freehold.Pressure;

/// Raises pressure at a budget by hand, so that a test can see what a program does about it.
///
/// ```text
/// new SimulatedPressure(budget).become(CRITICAL)    LOW -> CRITICAL, on this thread
///                              .become(CRITICAL)    nothing: no change
///                              .become(LOW)         CRITICAL -> LOW
/// ```
///
/// The level of the budget itself, and what it grants, stay as they are. For one thread.
public final class SimulatedPressure {
  private final Budget budget;
  private Pressure.Level level = Pressure.Level.LOW;

  /// Starts at LOW.
  ///
  /// @param budget whose listeners, and those of all budgets below, are told
  public SimulatedPressure(Budget budget) {
    this.budget = budget;
  }

  /// Tells the listeners of another level, where it is another.
  ///
  /// @param next from now on
  /// @return this
  public SimulatedPressure become(Pressure.Level next) {
    if (next != level) {
      Pressure.Level before = level;
      level = next;
      budget.raise(
          new Pressure(Pressure.Source.SIMULATED, budget.path(), before, next, share(next)));
    }
    return this;
  }

  private static double share(Pressure.Level level) {
    return switch (level) {
      case LOW -> 0;
      case MODERATE -> 0.5;
      case CRITICAL -> 1;
    };
  }
}
