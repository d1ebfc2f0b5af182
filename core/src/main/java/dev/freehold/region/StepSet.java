package dev.freehold.region;

import java.util.BitSet;

/// The set of a region's committed steps, with its size and end kept.
///
/// Invariants: `size = number of bits set`, `end = index after the last bit set`.
///
/// A question may be about any step number from 0; members are below 2^30.
final class StepSet {
  private final BitSet bits = new BitSet();
  private int size;

  boolean contains(long step) {
    return step <= Integer.MAX_VALUE && bits.get((int) step);
  }

  long count(long from, long to) {
    int count = 0;
    for (int at = bits.nextSetBit((int) from); at >= 0 && at < to; at = bits.nextSetBit(at)) {
      int end = (int) Math.min(bits.nextClearBit(at), to);
      count += end - at;
      at = end;
    }
    return count;
  }

  /// The first committed step from one on, or [Integer#MAX_VALUE] where there is none.
  long nextPresent(long from) {
    int next = from <= Integer.MAX_VALUE ? bits.nextSetBit((int) from) : -1;
    return next < 0 ? Integer.MAX_VALUE : next;
  }

  /// The first step from one on that is not committed.
  long nextAbsent(long from) {
    return bits.nextClearBit((int) from);
  }

  void add(long from, long to) {
    size += (int) (to - from - count(from, to));
    bits.set((int) from, (int) to);
  }

  void remove(long from, long to) {
    size -= (int) count(from, to);
    bits.clear((int) from, (int) to);
  }

  void clear() {
    bits.clear();
    size = 0;
  }

  long size() {
    return size;
  }

  long end() {
    return bits.length();
  }
}
