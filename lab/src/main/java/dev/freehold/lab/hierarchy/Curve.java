package dev.freehold.lab.hierarchy;

import java.util.List;

/// Latency over the size of the working set.
///
/// @param label what was measured, for example `huge pages`
/// @param points with growing sizes
public record Curve(String label, List<Point> points) {
  /// Copies the points.
  public Curve {
    points = List.copyOf(points);
  }

  /// The latency of one working set.
  ///
  /// @param bytes of the working set
  /// @param nanos of a load, the least of all rounds
  public record Point(long bytes, double nanos) {}

  /// The latency of the largest working set that is not larger than a size.
  ///
  /// @param bytes at most
  /// @return nanoseconds, `NaN` where every working set is larger
  public double nanosAt(long bytes) {
    double nanos = Double.NaN;
    for (Point point : points) {
      if (point.bytes() <= bytes) {
        nanos = point.nanos();
      }
    }
    return nanos;
  }
}
