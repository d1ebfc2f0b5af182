package dev.freehold.lab.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds where a curve is flat.
///
/// A level of the hierarchy is a plateau: every working set that fits it has about its latency. The
/// rise behind it is the level's end.
///
/// ```text
/// nanos                      ________  plateau 2
///              ________     /
///   _________ /  plateau 1 /           the end of a plateau is where the rise behind it crosses
///   plateau 0 ^            ^           the geometric mean of the two latencies beside it
/// ```
///
/// The curve is made non-decreasing first (pool adjacent violators: Ayer et al., "An empirical
/// distribution function for sampling with incomplete information", 1955), for a larger working set
/// is never nearer; what decreases is noise. The slope of a segment is taken over its neighbours
/// too, in powers of e per doubling of the size. Then:
///
/// ```text
/// a rise      slope > RISING at each of its segments, and latency after / before >= LEAST_RATIO
/// a plateau   what is between two rises, over at least LEAST_OCTAVES
/// ```
///
/// A flat stretch that is shorter belongs to the rise around it.
final class Plateaus {
  private static final double RISING = 0.34; // four tenths more per doubling
  private static final double LEAST_RATIO = 1.5;
  private static final double LEAST_OCTAVES = 0.45;

  private Plateaus() {}

  /// A flat stretch of a curve.
  ///
  /// @param nanos the median latency
  /// @param endBytes the largest working set that still has about this latency; `Long.MAX_VALUE`
  ///   where the curve ends first
  record Plateau(double nanos, long endBytes) {
    boolean isLast() {
      return endBytes == Long.MAX_VALUE;
    }
  }

  /// Finds the plateaus, in order; at least one unless the curve has fewer than two points.
  static List<Plateau> of(Curve curve) {
    int size = curve.points().size();
    if (size < 2) {
      return List.of();
    }
    double[] x = new double[size];
    double[] y = new double[size];
    for (int i = 0; i < size; i++) {
      x[i] = Math.log((double) curve.points().get(i).bytes()) / Math.log(2);
      y[i] = Math.log(curve.points().get(i).nanos());
    }
    nonDecreasing(y);
    return between(x, y, rises(x, y));
  }

  /// A rise from one point to a later one.
  private record Rise(int from, int to) {}

  private static List<Rise> rises(double[] x, double[] y) {
    List<Rise> rises = new ArrayList<>();
    for (int i = 0; i + 1 < x.length; i++) {
      int low = Math.max(0, i - 1);
      int high = Math.min(x.length - 1, i + 2);
      if (y[high] - y[low] <= RISING * (x[high] - x[low])) {
        continue;
      }
      Rise rise = new Rise(i, i + 1);
      if (!rises.isEmpty() && x[i] - x[rises.getLast().to()] < LEAST_OCTAVES) {
        rise = new Rise(rises.removeLast().from(), i + 1);
      }
      rises.add(rise);
    }
    rises.removeIf(rise -> y[rise.to()] - y[rise.from()] < Math.log(LEAST_RATIO));
    return rises;
  }

  private static List<Plateau> between(double[] x, double[] y, List<Rise> rises) {
    List<Plateau> plateaus = new ArrayList<>();
    int from = 0;
    for (Rise rise : rises) {
      plateaus.add(
          new Plateau(median(y, from, rise.from()), Math.round(Math.pow(2, end(x, y, rise)))));
      from = rise.to();
    }
    plateaus.add(new Plateau(median(y, from, y.length - 1), Long.MAX_VALUE));
    return plateaus;
  }

  /// Where a rise crosses the middle of its latencies, between two points by interpolation.
  private static double end(double[] x, double[] y, Rise rise) {
    double middle = (y[rise.from()] + y[rise.to()]) / 2;
    int i = rise.from();
    while (y[i + 1] < middle) {
      i++;
    }
    return x[i] + (x[i + 1] - x[i]) * (middle - y[i]) / (y[i + 1] - y[i]);
  }

  private static double median(double[] y, int from, int to) {
    // Non-decreasing, so sorted.
    return Math.exp((y[(from + to) / 2] + y[(from + to + 1) / 2]) / 2);
  }

  private static void nonDecreasing(double[] y) {
    int[] starts = new int[y.length];
    double[] means = new double[y.length];
    int blocks = 0;
    for (int i = 0; i < y.length; i++) {
      starts[blocks] = i;
      means[blocks++] = y[i];
      while (blocks > 1 && means[blocks - 2] > means[blocks - 1]) {
        int end = i + 1;
        int right = end - starts[blocks - 1];
        int left = starts[blocks - 1] - starts[blocks - 2];
        means[blocks - 2] = (means[blocks - 2] * left + means[blocks - 1] * right) / (left + right);
        blocks--;
      }
    }
    for (int block = 0; block < blocks; block++) {
      int end = block + 1 < blocks ? starts[block + 1] : y.length;
      Arrays.fill(y, starts[block], end, means[block]);
    }
  }
}
