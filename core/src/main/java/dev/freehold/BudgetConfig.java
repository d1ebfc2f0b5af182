package dev.freehold;

/// How a budget is made.
///
/// @param name one part of a path in messages; not blank, need not be unique
/// @param limitBytes the most that may be used at once, [Limit#NONE] for no limit of its own
/// @param thresholds at which shares of the limit the levels of pressure begin
public record BudgetConfig(String name, long limitBytes, PressureThresholds thresholds) {
  /// Checks the components.
  ///
  /// @throws IllegalArgumentException naming the component that is out of range
  public BudgetConfig {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "name is blank: must say what the budget is for, messages show it");
    }
    Limit.check(limitBytes);
  }

  /// With the usual thresholds, [PressureThresholds#OF_BUDGET].
  ///
  /// @param name one part of a path in messages
  /// @param limitBytes the most that may be used at once, [Limit#NONE] for no limit of its own
  /// @return a configuration
  public static BudgetConfig of(String name, long limitBytes) {
    return new BudgetConfig(name, limitBytes, PressureThresholds.OF_BUDGET);
  }

  /// The same with other thresholds.
  ///
  /// @param other at which shares of the limit the levels of pressure begin
  /// @return a configuration
  public BudgetConfig withThresholds(PressureThresholds other) {
    return new BudgetConfig(name, limitBytes, other);
  }
}
