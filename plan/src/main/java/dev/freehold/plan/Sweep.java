package dev.freehold.plan;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The fast heuristic: fills the lowest stretch of the skyline again and again.
///
/// The lowest stretch takes the heaviest buffer that fits into it, or, where none does, rises to
/// its lower neighbour. Nothing is wasted but by such a rise. After the best-fit heuristic for
/// strip packing of Burke, Kendall and Whitwell (2004), with times that cannot be moved. O(n log n)
/// steps, each a question to a k-d tree.
///
/// Gaps are left unused, and all buffers lie above the fixed ones that they overlap.
final class Sweep {
  private Sweep() {}

  /// Places all buffers.
  ///
  /// @return their offsets, in units
  static long[] place(Sections in, Order order, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] offset = new long[in.buffers];
    long[] base = new long[in.count];
    double[] weight = new double[in.buffers];
    int[] movable = new int[in.buffers];
    int count = 0;
    for (int b = 0; b < in.buffers; b++) {
      weight[b] = order.weight(in, b, random);
      if (in.fixed[b] == Sections.ANY) {
        movable[count++] = b;
        continue;
      }
      offset[b] = in.fixed[b];
      for (int s = in.first[b]; s < in.end[b]; s++) {
        base[s] = Math.max(base[s], in.fixed[b] + in.size[b]);
      }
    }
    Candidates candidates = new Candidates(in, weight, Arrays.copyOf(movable, count));
    Skyline skyline = new Skyline(in.count, base);
    while (count > 0) {
      int start = skyline.lowest();
      int b = candidates.best(start, skyline.end(start));
      if (b < 0) {
        skyline.raise(start, start, skyline.end(start), skyline.joint(start));
        continue;
      }
      offset[b] = in.align(b, skyline.height(start));
      skyline.raise(start, in.first[b], in.end[b], offset[b] + in.size[b]);
      candidates.remove(b);
      count--;
    }
    return offset;
  }
}
