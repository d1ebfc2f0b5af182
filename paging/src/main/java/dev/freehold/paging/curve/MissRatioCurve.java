package dev.freehold.paging.curve;

import java.util.Arrays;
import java.util.OptionalInt;

/// How often requests miss, by the number of frames: a step function.
///
/// ```text
/// misses
///   n  |___                       steps   frames  0   2   5
///      |   |______                        misses  n   b   c
///   b  |          |__________
///   c  |                             misses(f) is that of the last step at or below f
///      +---|------|----------  frames
///      0   2      5
/// ```
///
/// The value at 0 frames is the number of requests. A lookup takes time logarithmic in the number
/// of steps.
public final class MissRatioCurve {
  private final int[] frames;
  private final long[] misses;

  private MissRatioCurve(int[] frames, long[] misses) {
    this.frames = frames;
    this.misses = misses;
  }

  /// A curve of hits counted by the least number of frames at which they are hits.
  ///
  /// @param requests the number of requests
  /// @param hits hits that need exactly `i` frames, at index i; none at 0
  static MissRatioCurve of(long requests, double[] hits) {
    int[] frames = new int[hits.length];
    long[] misses = new long[hits.length];
    misses[0] = requests;
    int steps = 1;
    double sum = 0;
    for (int i = 1; i < hits.length; i++) {
      sum += hits[i];
      long left = Math.clamp(Math.round(requests - sum), 0, requests);
      if (left != misses[steps - 1]) {
        frames[steps] = i;
        misses[steps++] = left;
      }
    }
    return new MissRatioCurve(Arrays.copyOf(frames, steps), Arrays.copyOf(misses, steps));
  }

  /// The number of requests.
  public long requests() {
    return misses[0];
  }

  /// The misses with so many frames.
  ///
  /// @param size at least 0
  public long misses(int size) {
    int found = Arrays.binarySearch(frames, size);
    return misses[found < 0 ? ~found - 1 : found];
  }

  /// The share of the requests that miss with so many frames.
  public double ratio(int size) {
    return (double) misses(size) / requests();
  }

  /// The least number of frames whose miss ratio is at most a target.
  ///
  /// @return empty where no number of frames is enough, for a page's first request always misses
  public OptionalInt framesFor(double target) {
    return Arrays.stream(frames).filter(size -> ratio(size) <= target).findFirst();
  }

  /// The number of steps.
  public int steps() {
    return frames.length;
  }

  /// Where a step begins.
  ///
  /// @param step from 0, where it is 0 frames, to [#steps] - 1, from where more frames change
  ///   nothing
  public int frames(int step) {
    return frames[step];
  }

  /// The knee: the number of frames at which the curve is farthest below the straight line between
  /// its ends, so that fewer frames cost more misses than average, and more save fewer.
  ///
  /// Satopää, Albrecht, Irwin and Raghavan, "Finding a 'kneedle' in a haystack", ICDCS workshops
  /// 2011, with sensitivity 0 on the curve as it is.
  ///
  /// @return where the curve ends if it is nowhere below the line, as that of a loop, of which
  ///   nothing hits until all of it fits; 0 where no request ever hits
  public int knee() {
    int last = frames.length - 1;
    double slope = last == 0 ? 0 : (double) (misses[last] - misses[0]) / frames[last];
    int knee = frames[last];
    double farthest = 0;
    for (int step = 1; step <= last; step++) {
      double below = misses[0] + slope * frames[step] - misses[step];
      if (below > farthest) {
        farthest = below;
        knee = frames[step];
      }
    }
    return knee;
  }
}
