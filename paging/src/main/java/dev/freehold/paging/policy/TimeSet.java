package dev.freehold.paging.policy;

/// A set of points in time, ints below a bound, that finds its latest member in a few word reads.
///
/// ```text
/// level 2   1                              bit i of level k+1 is set
/// level 1   1 0 0 1 ...                    if and only if
/// level 0   0110...  0000...  0000...  1   word i of level k is not zero
/// ```
///
/// An operation touches at most one word per level, log64(bound) of them, where a heap would
/// compare log2(size) times at random places; and an addition next to another member touches one in
/// all. 1 bit, and 1/63 more, for each point below the bound.
///
/// Invariants: as drawn; the last level is one word.
final class TimeSet {
  private final long[][] levels;

  TimeSet(int bound) {
    int depth = 1;
    for (int words = (bound + 63) >>> 6; words > 1; words = (words + 63) >>> 6) {
      depth++;
    }
    levels = new long[depth][];
    int words = bound;
    for (int k = 0; k < depth; k++) {
      words = Math.max(1, (words + 63) >>> 6);
      levels[k] = new long[words];
    }
  }

  boolean contains(int time) {
    return (levels[0][time >>> 6] >>> time & 1) != 0;
  }

  void add(int time) {
    int at = time;
    for (long[] level : levels) {
      long word = level[at >>> 6];
      level[at >>> 6] = word | 1L << at;
      if (word != 0) {
        return;
      }
      at >>>= 6;
    }
  }

  void remove(int time) {
    int at = time;
    for (long[] level : levels) {
      long word = level[at >>> 6] & ~(1L << at);
      level[at >>> 6] = word;
      if (word != 0) {
        return;
      }
      at >>>= 6;
    }
  }

  /// The latest member, or -1 of an empty set.
  int latest() {
    int at = 0;
    for (int k = levels.length - 1; k >= 0; k--) {
      long word = levels[k][at];
      if (word == 0) {
        return -1; // only at the last level
      }
      at = (at << 6) + 63 - Long.numberOfLeadingZeros(word);
    }
    return at;
  }

  /// Checks the levels, and the number of members.
  void verify(int size) {
    int members = 0;
    for (long word : levels[0]) {
      members += Long.bitCount(word);
    }
    Invariant.check(members == size, "%d members, not %d", members, size);
    for (int k = 0; k + 1 < levels.length; k++) {
      for (int i = 0; i < levels[k].length; i++) {
        boolean marked = (levels[k + 1][i >>> 6] >>> i & 1) != 0;
        Invariant.check(marked == (levels[k][i] != 0), "level %d word %d is mismarked", k, i);
      }
    }
  }
}
