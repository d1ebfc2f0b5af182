package dev.freehold.lab.hierarchy;

/// A level of the hierarchy as measured, beside what the system reports of it.
///
/// @param name `L1`, `L2`, ..., `RAM`, or `unnamed` for a level that the system does not report
/// @param nanos the latency of a load
/// @param foundBytes where the latency rises; 0 for the last level, whose end is not reached
/// @param reportedBytes the size that the system reports; 0 where it reports none
public record Level(String name, double nanos, long foundBytes, long reportedBytes) {
  /// How the size found compares with the size reported.
  ///
  /// @return found over reported, `NaN` where one is unknown
  public double ratio() {
    return foundBytes > 0 && reportedBytes > 0 ? (double) foundBytes / reportedBytes : Double.NaN;
  }
}
