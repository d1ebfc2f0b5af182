package dev.freehold.alloc;

import java.util.Arrays;

/// A tournament tree over the leaves of a [Tiling]: the largest hole that starts in each leaf, the
/// largest of every 8 leaves, of every 64, up to the whole.
///
/// ```text
/// level 2 (root)                      40
/// level 1                 40                      9        ...
/// level 0 (leaves)   3 0 40 0 0 7 0 1     9 0 0 0 0 0 0 2  ...
/// ```
///
/// The lowest hole of at least n granules is found by going down from the root to the first child
/// that has one: at most 8 comparisons on each of log8(leaves) levels. Two holes of one leaf are
/// told apart by scanning its word, at most 32 of them.
///
/// Invariants: `level[k+1][i] = max(level[k][8i .. 8i+7])`; the last level has one entry.
final class HoleTree {
  private static final int SHIFT = 3;
  private static final int FAN = 1 << SHIFT; // 8

  private final Tiling tiling;
  private int[][] levels = {new int[FAN], new int[1]};

  HoleTree(Tiling tiling) {
    this.tiling = tiling;
  }

  /// Makes room for leaves below a bound, in amortised constant time per leaf.
  void grow(int leaves) {
    if (leaves <= levels[0].length) {
      return;
    }
    int length = roundUp(Math.max(leaves, levels[0].length * 2));
    int[][] grown = levels.clone();
    for (int k = 0; ; k++) {
      if (k == grown.length) {
        grown = Arrays.copyOf(grown, k + 1);
        grown[k] = new int[] {grown[k - 1][0]};
      }
      grown[k] = Arrays.copyOf(grown[k], length);
      if (length == 1) {
        levels = grown;
        return;
      }
      length = length == FAN ? 1 : roundUp(length >>> SHIFT);
    }
  }

  private static int roundUp(int length) {
    return (length + FAN - 1) & -FAN;
  }

  /// Takes note of a hole that the tiling has now.
  void added(int granule, int size) {
    int leaf = granule >>> 6;
    if (size > levels[0][leaf]) {
      update(leaf, size);
    }
  }

  /// Takes note of a hole that the tiling had, of the given size, and has no more.
  void removed(int granule, int size) {
    int leaf = granule >>> 6;
    if (size == levels[0][leaf]) {
      update(leaf, largestIn(leaf));
    }
  }

  private int largestIn(int leaf) {
    int largest = 0;
    for (long holes = tiling.holesIn(leaf); holes != 0; holes &= holes - 1) {
      largest = Math.max(largest, tiling.holeSize(leaf, Long.numberOfTrailingZeros(holes)));
    }
    return largest;
  }

  private void update(int leaf, int size) {
    int at = leaf;
    int value = size;
    for (int k = 0; ; k++) {
      int[] level = levels[k];
      int old = level[at];
      level[at] = value;
      if (level.length == 1) {
        return;
      }
      int parent = levels[k + 1][at >>> SHIFT];
      if (value <= parent) {
        if (old < parent) {
          return;
        }
        value = largestOfEight(level, at & -FAN);
        if (value == parent) {
          return;
        }
      }
      at >>>= SHIFT;
    }
  }

  /// Written out, because a loop this short costs more to enter than to run.
  private static int largestOfEight(int[] level, int i) {
    int a = Math.max(Math.max(level[i], level[i + 1]), Math.max(level[i + 2], level[i + 3]));
    int b = Math.max(Math.max(level[i + 4], level[i + 5]), Math.max(level[i + 6], level[i + 7]));
    return Math.max(a, b);
  }

  /// The size of the largest hole, 0 where there is none.
  int largest() {
    return levels[levels.length - 1][0];
  }

  /// The start of the lowest hole of at least so many granules, or -1.
  int lowest(int granules) {
    if (largest() < granules) {
      return -1;
    }
    int at = 0;
    for (int k = levels.length - 2; k >= 0; k--) {
      int[] level = levels[k];
      at <<= SHIFT;
      while (level[at] < granules) {
        at++;
      }
    }
    for (long holes = tiling.holesIn(at); holes != 0; holes &= holes - 1) {
      int bit = Long.numberOfTrailingZeros(holes);
      if (tiling.holeSize(at, bit) >= granules) {
        return (at << 6) + bit;
      }
    }
    throw new IllegalStateException("leaf " + at + " has no hole of " + granules + " granules");
  }

  long metadataBytes() {
    long entries = 0;
    for (int[] level : levels) {
      entries += level.length;
    }
    return entries * Integer.BYTES;
  }

  void verify() {
    for (int leaf = 0; leaf << 6 < tiling.end(); leaf++) {
      int largest = largestIn(leaf);
      Invariant.check(
          levels[0][leaf] == largest,
          "leaf %d is said to have a hole of %d, it has %d",
          leaf,
          levels[0][leaf],
          largest);
    }
    for (int k = 0; k + 1 < levels.length; k++) {
      for (int i = 0; i < levels[k + 1].length; i++) {
        int largest = 0;
        for (int j = i * FAN; j < Math.min((i + 1) * FAN, levels[k].length); j++) {
          largest = Math.max(largest, levels[k][j]);
        }
        Invariant.check(levels[k + 1][i] == largest, "level %d entry %d is not the maximum", k, i);
      }
    }
  }
}
