package dev.freehold.plan;

import java.util.Arrays;

/// The heights at which a boundary between buffers can lie, for each section.
///
/// In a section whose floor is `f`, whatever lies below a buffer is a subset of the buffers that
/// are yet to be placed there, and waste. With little waste left to give, only few offsets remain:
///
/// ```text
/// offset = f + (sum of a subset of the sizes) + w,    0 <= w <= slack
/// ```
///
/// The sums are bits of a row of words per section. They depend on the set of unplaced buffers
/// alone, so a row is made again only when the hash of that set has changed.
final class SubsetSums {
  /// The capacity, in units, up to which rows are kept: above it a row costs more than it saves.
  static final long MOST_UNITS = 1 << 14; // 2 KiB a section

  static final long NONE = Long.MAX_VALUE;

  private final int words;
  private final long[] rows;
  private final long[] made;

  SubsetSums(int sections, long capacity) {
    words = (int) (capacity >> 6) + 1;
    rows = new long[sections * words];
    made = new long[sections];
  }

  boolean current(int section, long set) {
    return made[section] == set;
  }

  void begin(int section, long set) {
    int row = section * words;
    Arrays.fill(rows, row, row + words, 0);
    rows[row] = 1;
    made[section] = set;
  }

  /// Adds a size to the subsets of a section: `row |= row << size`.
  void add(int section, long size) {
    int row = section * words;
    int whole = (int) (size >> 6);
    int rest = (int) size & 63;
    if (rest == 0) {
      for (int k = words - 1; k >= whole; k--) {
        rows[row + k] |= rows[row + k - whole];
      }
      return;
    }
    for (int k = words - 1; k > whole; k--) {
      rows[row + k] |=
          rows[row + k - whole] << rest | rows[row + k - whole - 1] >>> (Long.SIZE - rest);
    }
    if (whole < words) {
      rows[row + whole] |= rows[row] << rest;
    }
  }

  /// The least height from one on that can be reached with at most some waste.
  ///
  /// @param height above the floor, at most the capacity
  /// @return `height` itself, a height above it, or [#NONE]
  long next(int section, long height, long waste) {
    int row = section * words;
    int at = (int) (height >> 6);
    int lowest = (int) (Math.max(0, height - waste) >> 6);
    long word = rows[row + at] & -1L >>> (63 - (height & 63));
    int k = at;
    while (word == 0 && k > lowest) {
      word = rows[row + --k];
    }
    if (word != 0) {
      long below = ((long) k << 6) + 63 - Long.numberOfLeadingZeros(word);
      if (height - below <= waste) {
        return height;
      }
    }
    word = rows[row + at] & -1L << (height & 63);
    k = at;
    while (word == 0 && k < words - 1) {
      word = rows[row + ++k];
    }
    return word == 0 ? NONE : ((long) k << 6) + Long.numberOfTrailingZeros(word);
  }
}
