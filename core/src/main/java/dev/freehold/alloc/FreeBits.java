package dev.freehold.alloc;

import java.util.Arrays;

/// A growing set of longs that knows its lowest member, and finds the next lowest in one word
/// operation per level.
///
/// ```text
/// lowest   the lowest member, apart from the others: a set of one touches no bits
///
/// level 2 (the top, one word)   1 1 0 ...                      bit i of level k+1 is set
/// level 1                       1 0 0 1 ...  0 1 0 ...         if and only if
/// level 0                       0110...  0000...  ...  1000    word i of level k is not zero
/// ```
///
/// The set costs a bit for each number up to its largest member, doubling as that grows, and has
/// log64 of that many levels: 3 for 262,144, 4 for 16,777,216. [#contains] touches one word; all
/// else touches at most one word per level down and up.
///
/// Invariants:
///
/// ```text
/// lowest < every member in the bits; lowest = NONE implies that no bit is set
/// bit i of level k+1 = (word i of level k is not 0)
/// the last level has one word, the one below it has more
/// ```
final class FreeBits {
  /// What [#first] is where there is no member.
  static final long NONE = Long.MAX_VALUE;

  private long lowest = NONE;
  private long[][] levels = {{0}};

  /// The lowest member, or [#NONE].
  long first() {
    return lowest;
  }

  boolean isEmpty() {
    return lowest == NONE;
  }

  boolean contains(long member) {
    return member == lowest || containsBit(member);
  }

  private boolean containsBit(long member) {
    long[] leaves = levels[0];
    long word = member >>> 6;
    return word < leaves.length && (leaves[(int) word] >>> member & 1) != 0;
  }

  /// Adds what is not a member.
  void add(long member) {
    if (lowest == NONE) {
      lowest = member;
    } else if (member < lowest) {
      addBit(lowest);
      lowest = member;
    } else {
      addBit(member);
    }
  }

  /// Removes a member.
  void remove(long member) {
    if (member == lowest) {
      lowest = takeFirstBit();
    } else {
      removeBit(member);
    }
  }

  private void addBit(long member) {
    if (member >>> 6 >= levels[0].length) {
      grow(member);
    }
    long at = member;
    for (long[] level : levels) {
      int index = (int) (at >>> 6);
      long word = level[index];
      level[index] = word | 1L << at;
      if (word != 0) {
        return;
      }
      at = index;
    }
  }

  private void removeBit(long member) {
    long at = member;
    for (long[] level : levels) {
      int index = (int) (at >>> 6);
      long word = level[index] & ~(1L << at);
      level[index] = word;
      if (word != 0) {
        return;
      }
      at = index;
    }
  }

  private long takeFirstBit() {
    long first = firstBit();
    if (first != NONE) {
      removeBit(first);
    }
    return first;
  }

  private long firstBit() {
    int top = levels.length - 1;
    if (levels[top][0] == 0) {
      return NONE;
    }
    long at = 0;
    for (int k = top; k >= 0; k--) {
      at = (at << 6) + Long.numberOfTrailingZeros(levels[k][(int) at]);
    }
    return at;
  }

  /// The lowest member from one on, or [#NONE].
  long next(long from) {
    if (from <= lowest) {
      return lowest;
    }
    long at = from;
    for (int k = 0; k < levels.length; k++) {
      if (at >>> 6 >= levels[k].length) {
        return NONE;
      }
      long word = levels[k][(int) (at >>> 6)] >>> at;
      if (word != 0) {
        at += Long.numberOfTrailingZeros(word);
        while (k-- > 0) {
          at = (at << 6) + Long.numberOfTrailingZeros(levels[k][(int) at]);
        }
        return at;
      }
      at = (at >>> 6) + 1;
    }
    return NONE;
  }

  private void grow(long member) {
    long length = Math.max((member >>> 6) + 1, 2L * levels[0].length);
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
    long second = firstBit();
    Invariant.check(
        second == NONE || lowest < second, "%d is a member below the lowest, %d", second, lowest);
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
