package dev.freehold.alloc;

import java.util.Arrays;

/// A growing set of ints that finds the next and the previous member in a few word operations.
///
/// ```text
/// level 2   1 ...                          bit i of level k+1 is set
/// level 1   1 0 0 1 ...                    if and only if
/// level 0   0110...  0000...  0000...  1   word i of level k is not zero
/// ```
///
/// Every operation touches at most one word per level: at most 6 for 2^31 members.
final class BitTree {
  private static final int LEVELS = 6; // 64^6 > 2^31

  private final long[][] levels = new long[LEVELS][1];

  /// Makes room for members below a bound, in amortised constant time per member.
  void grow(int bound) {
    int words = (bound >>> 6) + 1;
    for (int k = 0; k < LEVELS && levels[k].length < words; k++) {
      levels[k] = Arrays.copyOf(levels[k], Math.max(words, levels[k].length * 2));
      words = ((levels[k].length - 1) >>> 6) + 1;
    }
  }

  /// The 64 members from `64 * index` on, as bits.
  long word(int index) {
    return levels[0][index];
  }

  boolean contains(int member) {
    return (levels[0][member >>> 6] >>> member & 1) != 0;
  }

  void add(int member) {
    int at = member;
    for (int k = 0; k < LEVELS; k++) {
      long[] level = levels[k];
      long word = level[at >>> 6];
      level[at >>> 6] = word | 1L << at;
      if (word != 0) {
        return;
      }
      at >>>= 6;
    }
  }

  void remove(int member) {
    int at = member;
    for (int k = 0; k < LEVELS; k++) {
      long[] level = levels[k];
      long word = level[at >>> 6] & ~(1L << at);
      level[at >>> 6] = word;
      if (word != 0) {
        return;
      }
      at >>>= 6;
    }
  }

  /// The smallest member from one on, or -1 where there is none.
  int next(int from) {
    int at = from;
    for (int k = 0; k < LEVELS; k++) {
      long[] level = levels[k];
      if (at >>> 6 >= level.length) {
        return -1;
      }
      long word = level[at >>> 6] >>> at;
      if (word != 0) {
        at += Long.numberOfTrailingZeros(word);
        while (k-- > 0) {
          at = (at << 6) + Long.numberOfTrailingZeros(levels[k][at]);
        }
        return at;
      }
      at = (at >>> 6) + 1;
    }
    return -1;
  }

  /// The largest member up to one, or -1 where there is none.
  int previous(int from) {
    int at = from;
    for (int k = 0; k < LEVELS && at >= 0; k++) {
      long word = levels[k][at >>> 6] << ~at;
      if (word != 0) {
        at -= Long.numberOfLeadingZeros(word);
        while (k-- > 0) {
          at = (at << 6) + 63 - Long.numberOfLeadingZeros(levels[k][at]);
        }
        return at;
      }
      at = (at >>> 6) - 1;
    }
    return -1;
  }

  /// The Java heap used.
  long metadataBytes() {
    long words = 0;
    for (long[] level : levels) {
      words += level.length;
    }
    return words * Long.BYTES;
  }

  /// Checks the equation in the drawing for every word.
  void verify() {
    for (int k = 0; k + 1 < LEVELS; k++) {
      for (int i = 0; i < levels[k].length; i++) {
        boolean summary = i >>> 6 < levels[k + 1].length && (levels[k + 1][i >>> 6] >>> i & 1) != 0;
        Invariant.check(
            summary == (levels[k][i] != 0), "level %d word %d disagrees with its summary", k, i);
      }
    }
  }
}
