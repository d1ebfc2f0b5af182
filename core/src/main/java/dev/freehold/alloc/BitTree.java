package dev.freehold.alloc;

import java.util.Arrays;

/// A growing set of longs that finds the first, the next and the previous member in a few word
/// operations.
///
/// ```text
/// level 2 (the top, one word)   1 1 0 ...                      bit i of level k+1 is set
/// level 1                       1 0 0 1 ...  0 1 0 ...         if and only if
/// level 0                       0110...  0000...  ...  1000    word i of level k is not zero
/// ```
///
/// The set costs a bit for each number up to its bound, doubling as that grows, and has log64 of
/// that many levels: 3 for 262,144, 4 for 16,777,216. Every operation touches at most one word per
/// level up and down.
///
/// Invariants:
///
/// ```text
/// bit i of level k+1 = (word i of level k is not 0)
/// the last level has one word, the one below it has more
/// ```
final class BitTree {
  /// What is returned where there is no member.
  static final long NONE = -1;

  private long[][] levels = {{0}};
  private long[] leaves = levels[0]; // level 0, reached in one step less

  /// Makes room for members below a bound, in amortised constant time per member.
  void grow(long bound) {
    if (bound <= (long) leaves.length << 6) {
      return;
    }
    long length = Math.max((bound + 63) >>> 6, 2L * leaves.length);
    int depth = 1;
    for (long words = length; words > 1; words = (words + 63) >>> 6) {
      depth++;
    }
    long[][] grown = Arrays.copyOf(levels, depth);
    for (int k = 0; k < depth; k++) {
      if (k < levels.length) {
        grown[k] = Arrays.copyOf(levels[k], Math.toIntExact(length));
      } else {
        // The level below was the top with one word until now.
        grown[k] = new long[(int) length];
        grown[k][0] = grown[k - 1][0] == 0 ? 0 : 1;
      }
      length = (length + 63) >>> 6;
    }
    levels = grown;
    leaves = grown[0];
  }

  /// The 64 members from `64 * index` on, as bits.
  long word(int index) {
    return leaves[index];
  }

  boolean contains(long member) {
    long word = member >>> 6;
    return word < leaves.length && (leaves[(int) word] >>> member & 1) != 0;
  }

  /// Adds a member below the bound.
  void add(long member) {
    int index = (int) (member >>> 6);
    long word = leaves[index];
    leaves[index] = word | 1L << member;
    if (word == 0) {
      addToSummaries(index);
    }
  }

  private void addToSummaries(long leaf) {
    long at = leaf;
    for (int k = 1; k < levels.length; k++) {
      int index = (int) (at >>> 6);
      long word = levels[k][index];
      levels[k][index] = word | 1L << at;
      if (word != 0) {
        return;
      }
      at = index;
    }
  }

  void remove(long member) {
    int index = (int) (member >>> 6);
    long word = leaves[index] & ~(1L << member);
    leaves[index] = word;
    if (word == 0) {
      removeFromSummaries(index);
    }
  }

  private void removeFromSummaries(long leaf) {
    long at = leaf;
    for (int k = 1; k < levels.length; k++) {
      int index = (int) (at >>> 6);
      long word = levels[k][index] & ~(1L << at);
      levels[k][index] = word;
      if (word != 0) {
        return;
      }
      at = index;
    }
  }

  /// The smallest member, or [#NONE].
  long first() {
    int top = levels.length - 1;
    return levels[top][0] == 0 ? NONE : lowestBelow(top + 1, 0);
  }

  /// The smallest member from one on, or [#NONE].
  long next(long from) {
    long index = from >>> 6;
    if (index < leaves.length) {
      long word = leaves[(int) index] >>> from;
      if (word != 0) {
        return from + Long.numberOfTrailingZeros(word);
      }
    }
    return nextLeaf(index + 1);
  }

  /// The smallest member in a leaf word from one on.
  private long nextLeaf(long from) {
    long at = from;
    for (int k = 1; k < levels.length; k++) {
      long[] level = levels[k];
      if (at >>> 6 >= level.length) {
        return NONE;
      }
      long word = level[(int) (at >>> 6)] >>> at;
      if (word != 0) {
        return lowestBelow(k, at + Long.numberOfTrailingZeros(word));
      }
      at = (at >>> 6) + 1;
    }
    return NONE;
  }

  private long lowestBelow(int level, long bit) {
    long at = bit;
    for (int k = level - 1; k >= 0; k--) {
      at = (at << 6) + Long.numberOfTrailingZeros(levels[k][(int) at]);
    }
    return at;
  }

  /// The largest member up to one below the bound, or [#NONE].
  long previous(long from) {
    if (from < 0) {
      return NONE;
    }
    long word = leaves[(int) (from >>> 6)] << ~from;
    return word != 0 ? from - Long.numberOfLeadingZeros(word) : previousLeaf((from >>> 6) - 1);
  }

  /// The largest member in a leaf word up to one.
  private long previousLeaf(long from) {
    long at = from;
    for (int k = 1; k < levels.length && at >= 0; k++) {
      long word = levels[k][(int) (at >>> 6)] << ~at;
      if (word != 0) {
        at -= Long.numberOfLeadingZeros(word);
        while (k-- > 0) {
          at = (at << 6) + 63 - Long.numberOfLeadingZeros(levels[k][(int) at]);
        }
        return at;
      }
      at = (at >>> 6) - 1;
    }
    return NONE;
  }

  /// The Java heap used.
  long metadataBytes() {
    long words = 0;
    for (long[] level : levels) {
      words += level.length;
    }
    return words * Long.BYTES;
  }

  /// Checks the invariants of the class.
  void verify() {
    int top = levels.length - 1;
    Invariant.check(levels[top].length == 1, "the top level has %d words", levels[top].length);
    for (int k = 0; k < top; k++) {
      Invariant.check(levels[k].length > 1, "level %d below the top has one word", k);
      for (int i = 0; i < levels[k].length; i++) {
        boolean summary = (levels[k + 1][i >>> 6] >>> i & 1) != 0;
        Invariant.check(
            summary == (levels[k][i] != 0), "level %d word %d disagrees with its summary", k, i);
      }
    }
  }
}
