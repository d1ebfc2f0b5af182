package dev.freehold.paging.curve;

import dev.freehold.paging.policy.Requests;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Faults and memory of the working-set policy for several windows, from one pass.
///
/// ```text
/// faults(tau)   = pages + the number of gaps between requests for the same page above tau
/// mean size     = the mean over all requests of min(tau, next - now)
/// ```
///
/// where the next request of a page's last one is just after the end. Denning, "The working set
/// model for program behavior", CACM 11(5), 1968; Denning and Schwartz, "Properties of the
/// working-set model", CACM 15(3), 1972.
///
/// Time linear in the requests, with a binary search in the windows for each.
public final class WorkingSetCurve {
  private WorkingSetCurve() {}

  /// A point of the curve.
  ///
  /// @param window tau, in requests
  /// @param faults the requests that miss
  /// @param meanPages how many pages are in the working set, on average over the requests
  public record Point(int window, long faults, double meanPages) {}

  /// The points of a trace.
  ///
  /// @param windows each at least 1
  /// @return in the order of the windows, ascending and without repetitions
  /// @throws IllegalArgumentException if a window is below 1
  public static Point[] of(Requests requests, int... windows) {
    int[] taus = IntStream.of(windows).sorted().distinct().toArray();
    if (taus.length > 0 && taus[0] < 1) {
      throw new IllegalArgumentException(
          "a window of %d requests is none; choose one from 1".formatted(taus[0]));
    }
    // By the number of windows that are below the gap: so many have a fault there.
    long[] gaps = new long[taus.length + 1];
    long[] lengths = new long[taus.length + 1];
    int[] last = new int[requests.distinct()];
    Arrays.fill(last, -1);
    int[] pages = requests.pages();
    long[] ends = new long[taus.length + 1];
    long[] endLengths = new long[taus.length + 1];
    for (int now = 0; now < pages.length; now++) {
      int before = last[pages[now]];
      if (before >= 0) {
        count(taus, now - before, gaps, lengths);
      }
      last[pages[now]] = now;
    }
    for (int time : last) {
      if (time >= 0) {
        count(taus, pages.length - time, ends, endLengths);
      }
    }
    long first = Arrays.stream(ends).sum();
    Point[] points = new Point[taus.length];
    for (int i = 0; i < taus.length; i++) {
      long longer = 0;
      long longerEnds = 0;
      for (int above = i + 1; above <= taus.length; above++) {
        longer += gaps[above];
        longerEnds += ends[above];
      }
      long shorter = 0;
      for (int below = 0; below <= i; below++) {
        shorter += lengths[below] + endLengths[below];
      }
      double pageTime = shorter + (double) taus[i] * (longer + longerEnds);
      points[i] = new Point(taus[i], first + longer, pageTime / Math.max(1, pages.length));
    }
    return points;
  }

  private static void count(int[] taus, int gap, long[] counts, long[] lengths) {
    int found = Arrays.binarySearch(taus, gap);
    int below = found < 0 ? ~found : found;
    counts[below]++;
    lengths[below] += gap;
  }
}
