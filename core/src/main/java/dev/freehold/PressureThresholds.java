package dev.freehold;

/// The shares at which levels of pressure begin. A level ends only when the share has fallen below
/// its threshold by the hysteresis, so that it does not flap.
///
/// ```text
/// LOW --moderate--> MODERATE --critical--> CRITICAL        upwards
/// LOW <--moderate - hysteresis-- MODERATE <--critical - hysteresis-- CRITICAL
/// ```
///
/// @param moderate where MODERATE begins
/// @param critical where CRITICAL begins
/// @param hysteresis by how much a share falls below a threshold before the level ends
public record PressureThresholds(double moderate, double critical, double hysteresis) {
  /// Of budgets, where nothing is said: 75 % and 90 % of the limit, 5 % less to end.
  public static final PressureThresholds OF_BUDGET = new PressureThresholds(0.75, 0.90, 0.05);

  /// Of the kernel, where nothing is said: 10 % and 40 % of the time, 5 % less to end.
  public static final PressureThresholds OF_KERNEL = new PressureThresholds(0.10, 0.40, 0.05);

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException unless `0 <= hysteresis < moderate < critical <= 1`
  public PressureThresholds {
    if (!(0 <= hysteresis && hysteresis < moderate && moderate < critical && critical <= 1)) {
      throw new IllegalArgumentException(
          "moderate is %s, critical %s, hysteresis %s: must be 0 <= hysteresis < moderate < critical <= 1"
              .formatted(moderate, critical, hysteresis));
    }
  }

  /// The level of a share.
  Pressure.Level level(Pressure.Level now, double share) {
    if (share >= critical || now == Pressure.Level.CRITICAL && share >= critical - hysteresis) {
      return Pressure.Level.CRITICAL;
    }
    if (share >= moderate || now != Pressure.Level.LOW && share >= moderate - hysteresis) {
      return Pressure.Level.MODERATE;
    }
    return Pressure.Level.LOW;
  }
}
