package dev.freehold.lab.hierarchy;

import java.util.ArrayList;
import java.util.List;

/// Curves that are known exactly.
final class Curves {
  private Curves() {}

  /// A curve whose latency is that of the first level that holds the working set.
  ///
  /// @param most the largest working set
  /// @param nanos of the levels
  /// @param sizes of all levels but the last
  static Curve stairs(long most, double[] nanos, long... sizes) {
    List<Curve.Point> points = new ArrayList<>();
    for (long bytes : Latencies.sizes(4 << 10, most, most)) {
      int level = 0;
      while (level < sizes.length && bytes > sizes[level]) {
        level++;
      }
      points.add(new Curve.Point(bytes, nanos[level]));
    }
    return new Curve("stairs", points);
  }

  static Curve of(double... nanos) {
    List<Curve.Point> points = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      points.add(new Curve.Point(Math.round(4096 * Math.pow(2, i / 4.0)), nanos[i]));
    }
    return new Curve("given", points);
  }
}
