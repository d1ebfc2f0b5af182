package dev.freehold.alloc;

/// The division of a range into blocks and holes: where each tile starts, and which are holes.
///
/// ```text
/// granule   0   1   2   3   4   5   6   7   8   9  ...  end
///         | block 0   | hole      | block | block     |
/// starts    1   0   0   1   0   0   1   1   0   0
/// holes     0   0   0   1   0   0   0   0   0   0
/// ```
///
/// A *granule* is the unit of size and address; a *leaf* is a run of 64 granules, one word of each
/// bit set. A tile ends where the next starts, so no size is stored. Two bits a granule are all
/// there is.
///
/// Invariants:
///
/// ```text
/// holes is a subset of starts
/// end > 0 implies starts(0)
/// no two holes are neighbours
/// ```
final class Tiling {
  private final BitTree starts = new BitTree();
  private final BitTree holes = new BitTree();
  private int end;

  /// The number of granules.
  int end() {
    return end;
  }

  /// Makes room for an end.
  void grow(int granules) {
    starts.grow(granules);
    holes.grow(granules);
  }

  /// Moves the end, for which there is room. Tiles beyond a nearer end must have been removed
  /// before.
  void end(int granules) {
    end = granules;
  }

  boolean startsAt(int granule) {
    return starts.contains(granule);
  }

  boolean isHole(int granule) {
    return holes.contains(granule);
  }

  boolean isBlock(int granule) {
    return starts.contains(granule) && !holes.contains(granule);
  }

  void addBlock(int granule) {
    starts.add(granule);
  }

  void addHole(int granule) {
    starts.add(granule);
    holes.add(granule);
  }

  void removeBlock(int granule) {
    starts.remove(granule);
  }

  void removeHole(int granule) {
    starts.remove(granule);
    holes.remove(granule);
  }

  void holeBecomesBlock(int granule) {
    holes.remove(granule);
  }

  void blockBecomesHole(int granule) {
    holes.add(granule);
  }

  /// The granule after a tile's last.
  int endOf(int granule) {
    long next = starts.next(granule + 1);
    return next == BitTree.NONE ? end : (int) next;
  }

  int sizeOf(int granule) {
    return endOf(granule) - granule;
  }

  /// The start of the tile that covers a granule; -1 for granule -1.
  int tileAt(int granule) {
    return (int) starts.previous(granule);
  }

  /// The holes that start in a leaf, as bits.
  long holesIn(int leaf) {
    return holes.word(leaf);
  }

  /// The size of the hole that starts at a bit of a leaf.
  int holeSize(int leaf, int bit) {
    long after = bit == 63 ? 0 : starts.word(leaf) >>> bit + 1;
    return after == 0 ? sizeOf((leaf << 6) + bit) : Long.numberOfTrailingZeros(after) + 1;
  }

  long metadataBytes() {
    return starts.metadataBytes() + holes.metadataBytes();
  }

  void verify() {
    starts.verify();
    holes.verify();
    Invariant.check(end == 0 || starts.contains(0), "no tile starts at granule 0");
    boolean afterHole = false;
    for (long at = starts.first(); at != BitTree.NONE; at = starts.next(at + 1)) {
      Invariant.check(at < end, "a tile starts at granule %d, beyond the end %d", at, end);
      boolean hole = holes.contains(at);
      Invariant.check(!(hole && afterHole), "the holes that meet at granule %d are not one", at);
      afterHole = hole;
    }
    for (long at = holes.first(); at != BitTree.NONE; at = holes.next(at + 1)) {
      Invariant.check(starts.contains(at), "a hole without a start at granule %d", at);
    }
  }
}
