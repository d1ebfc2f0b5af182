package dev.freehold.alloc;

/// A set of longs that keeps its lowest member apart from the others, so that a set of one touches
/// no bits.
///
/// Most orders of a buddy system have no free block or one, which splitting takes and merging gives
/// back again and again.
///
/// Invariants: `lowest < every member of rest`; `lowest = NONE` implies that `rest` is empty.
final class FreeBits {
  /// What is returned where there is no member.
  static final long NONE = Long.MAX_VALUE;

  private final BitTree rest = new BitTree();
  private long lowest = NONE;

  /// The lowest member, or [#NONE].
  long first() {
    return lowest;
  }

  boolean isEmpty() {
    return lowest == NONE;
  }

  boolean contains(long member) {
    return member == lowest || rest.contains(member);
  }

  /// Makes room, so that the next [#add], of this member, needs none.
  void reserve(long member) {
    if (lowest != NONE) {
      rest.grow(Math.max(member, lowest) + 1);
    }
  }

  /// Adds what is not a member.
  void add(long member) {
    if (lowest == NONE) {
      lowest = member;
    } else if (member < lowest) {
      addToRest(lowest);
      lowest = member;
    } else {
      addToRest(member);
    }
  }

  private void addToRest(long member) {
    rest.grow(member + 1);
    rest.add(member);
  }

  /// Removes a member.
  void remove(long member) {
    if (member != lowest) {
      rest.remove(member);
      return;
    }
    long second = rest.first();
    if (second == BitTree.NONE) {
      lowest = NONE;
    } else {
      rest.remove(second);
      lowest = second;
    }
  }

  /// The lowest member from one on, or [#NONE].
  long next(long from) {
    if (from <= lowest) {
      return lowest;
    }
    long next = rest.next(from);
    return next == BitTree.NONE ? NONE : next;
  }

  /// The Java heap used.
  long metadataBytes() {
    return rest.metadataBytes();
  }

  /// Checks the invariants of the class.
  void verify() {
    rest.verify();
    long second = rest.first();
    Invariant.check(
        second == BitTree.NONE || lowest < second,
        "%d is a member below the lowest, %d",
        second,
        lowest);
  }
}
