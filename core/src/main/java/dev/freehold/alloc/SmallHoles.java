package dev.freehold.alloc;

import java.util.Arrays;

/// The holes of fewer than 64 granules, by exact size: for each size, the leaves of a [Tiling] that
/// have such a hole.
///
/// ```text
/// sizes     bit s is set if some hole has exactly s granules
/// level 1   word [64 * (i >> 6) + s], bit i & 63: some leaf of 64i .. 64i+63 has a hole of s
/// level 0   word [64 * (leaf >> 6) + s], bit leaf & 63: the leaf has a hole of s
/// ```
///
/// The smallest sufficient size is one bit operation, and its lowest hole one word operation on
/// each of log64(leaves) levels. The words of all sizes for the same leaves lie together, so the
/// table grows at its end, with the tiling.
///
/// Invariants: a bit of level 0 is set if and only if the leaf has such a hole; a bit of level k+1
/// if and only if its word of level k is not zero.
final class SmallHoles {
  /// Holes of this many granules and more are not small.
  static final int BOUND = 64;

  private final Tiling tiling;
  private long[][] levels = {new long[BOUND]};
  private long sizes;

  SmallHoles(Tiling tiling) {
    this.tiling = tiling;
  }

  /// Makes room for leaves below a bound, in amortised constant time per leaf.
  void grow(int leaves) {
    int groups = (leaves + 63) >>> 6;
    long[][] grown = levels.clone();
    for (int k = 0; grown[k].length < groups * BOUND; k++) {
      grown[k] = Arrays.copyOf(grown[k], Math.max(groups * BOUND, grown[k].length * 2));
      if (k + 1 == grown.length) {
        grown = Arrays.copyOf(grown, k + 2);
        grown[k + 1] = summaryOf(grown[k]);
      }
      groups = ((grown[k].length / BOUND) + 63) >>> 6;
    }
    levels = grown;
  }

  private static long[] summaryOf(long[] level) {
    long[] summary = new long[BOUND];
    for (int size = 0; size < BOUND; size++) {
      summary[size] = level[size] != 0 ? 1 : 0;
    }
    return summary;
  }

  void added(int granule, int size) {
    int at = granule >>> 6;
    for (long[] level : levels) {
      int index = (at & -64) + size;
      long word = level[index];
      level[index] = word | 1L << at;
      if (word != 0) {
        return;
      }
      at >>>= 6;
    }
    sizes |= 1L << size;
  }

  void removed(int granule, int size) {
    int at = granule >>> 6;
    if (findIn(at, size) >= 0) {
      return; // the leaf has another
    }
    for (long[] level : levels) {
      int index = (at & -64) + size;
      long word = level[index] & ~(1L << at);
      level[index] = word;
      if (word != 0) {
        return;
      }
      at >>>= 6;
    }
    sizes &= ~(1L << size);
  }

  /// The start of the lowest hole of the smallest size from one on, or -1.
  int smallest(int granules) {
    long sufficient = sizes & -1L << granules;
    if (sufficient == 0) {
      return -1;
    }
    int size = Long.numberOfTrailingZeros(sufficient);
    int at = 0;
    for (int k = levels.length - 1; k >= 0; k--) {
      at = (at << 6) + Long.numberOfTrailingZeros(levels[k][(at << 6) + size]);
    }
    return findIn(at, size);
  }

  /// The size of the largest small hole, 0 where there is none.
  int largest() {
    return sizes == 0 ? 0 : 63 - Long.numberOfLeadingZeros(sizes);
  }

  private int findIn(int leaf, int size) {
    for (long holes = tiling.holesIn(leaf); holes != 0; holes &= holes - 1) {
      int bit = Long.numberOfTrailingZeros(holes);
      int granule = (leaf << 6) + bit;
      if (tiling.holeSize(leaf, bit) == size && granule + size != tiling.end()) {
        return granule;
      }
    }
    return -1;
  }

  long metadataBytes() {
    long words = 0;
    for (long[] level : levels) {
      words += level.length;
    }
    return words * Long.BYTES;
  }

  void verify() {
    for (int leaf = 0; leaf << 6 < tiling.end(); leaf++) {
      for (int size = 1; size < BOUND; size++) {
        boolean noted = (levels[0][(leaf & -64) + size] >>> leaf & 1) != 0;
        Invariant.check(
            noted == (findIn(leaf, size) >= 0),
            "leaf %d, holes of %d: noted %s",
            leaf,
            size,
            noted);
      }
    }
    for (int k = 0; k + 1 < levels.length; k++) {
      for (int index = 0; index < levels[k].length; index++) {
        int group = index / BOUND;
        boolean noted = (levels[k + 1][(group & -64) + index % BOUND] >>> group & 1) != 0;
        Invariant.check(noted == (levels[k][index] != 0), "level %d word %d", k, index);
      }
    }
    long[] top = levels[levels.length - 1];
    for (int size = 0; size < BOUND; size++) {
      Invariant.check((sizes >>> size & 1) != 0 == (top[size] != 0), "the mask of size %d", size);
    }
  }
}
