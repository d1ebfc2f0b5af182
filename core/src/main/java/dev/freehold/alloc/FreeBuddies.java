package dev.freehold.alloc;

/// The free blocks of a buddy allocator: a set of first granules for each order.
///
/// ```text
/// order k: blocks of 2^k granules at multiples of 2^k; block i of order k starts at granule i << k
///
/// order 2   |       0       |       1       |       2       |  ...
/// order 1   |   0   |   1   |   2   |   3   |   4   |   5   |  ...     buddies: i and i ^ 1
/// order 0   | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |10 |11 |  ...     parent of i: i >> 1
/// ```
///
/// Invariants:
///
/// ```text
/// bit k of present = (order k has a free block)
/// granules = sum over k of 2^k * free blocks of order k
/// never are i and i ^ 1 of one order both free: they would be their parent
/// ```
///
/// [#add] and [#remove] leave the last of them to the caller; [#release] keeps it. What adds makes
/// room first: where the Java heap is full, it throws and has changed nothing.
final class FreeBuddies {
  private final FreeBits[] orders;
  private long present;
  private long granules;

  /// Creates an empty set.
  ///
  /// @param largest the largest order
  FreeBuddies(int largest) {
    orders = new FreeBits[largest + 1];
    for (int order = 0; order <= largest; order++) {
      orders[order] = new FreeBits();
    }
  }

  /// The smallest order from one on that has a free block; 64 where there is none.
  int smallest(int order) {
    return Long.numberOfTrailingZeros(present & -1L << order);
  }

  /// The largest order that has a free block; -1 where there is none.
  int largest() {
    return 63 - Long.numberOfLeadingZeros(present);
  }

  /// The lowest free block of an order that has one.
  long lowest(int order) {
    return orders[order].first() << order;
  }

  boolean contains(long granule, int order) {
    return orders[order].contains(granule >>> order);
  }

  void add(long granule, int order) {
    orders[order].add(granule >>> order);
    present |= 1L << order;
    granules += 1L << order;
  }

  void remove(long granule, int order) {
    FreeBits blocks = orders[order];
    blocks.remove(granule >>> order);
    if (blocks.isEmpty()) {
      present &= ~(1L << order);
    }
    granules -= 1L << order;
  }

  /// Adds a block, merged with its buddy, its parent's buddy, and so on while they are free.
  void release(long granule, int order) {
    int merged = order;
    while (contains(buddy(granule, merged), merged)) {
      merged++;
    }
    long at = granule & -1L << merged;
    orders[merged].reserve(at >>> merged);
    for (int k = order; k < merged; k++) {
      remove(buddy(granule, k), k);
    }
    add(at, merged);
  }

  /// The buddy of the block of an order that a granule lies in.
  private static long buddy(long granule, int order) {
    return (granule & -1L << order) ^ 1L << order;
  }

  /// Adds the halves left over when a block of one order is cut down to its first part of another.
  void split(long granule, int from, int to) {
    for (int order = from - 1; order >= to; order--) {
      orders[order].reserve(granule + (1L << order) >>> order);
    }
    for (int order = from - 1; order >= to; order--) {
      add(granule + (1L << order), order);
    }
  }

  /// Adds the fewest blocks that cover a range whose end is at least as aligned as any of them.
  void cover(long from, long to) {
    for (long at = from; at < to; at += at & -at) {
      int order = Long.numberOfTrailingZeros(at);
      orders[order].reserve(at >>> order);
    }
    for (long at = from; at < to; at += at & -at) {
      add(at, Long.numberOfTrailingZeros(at));
    }
  }

  /// The order of the free block that ends before a granule, or -1 where none does.
  int endingAt(long granule) {
    long candidates = present & (2L << Long.numberOfTrailingZeros(granule)) - 1;
    for (; candidates != 0; candidates &= candidates - 1) {
      int order = Long.numberOfTrailingZeros(candidates);
      if (contains(granule - (1L << order), order)) {
        return order;
      }
    }
    return -1;
  }

  /// The order of the free block that starts at a granule, or -1 where none does.
  int startingAt(long granule) {
    for (long rest = present; rest != 0; rest &= rest - 1) {
      int order = Long.numberOfTrailingZeros(rest);
      if ((granule & (1L << order) - 1) == 0 && contains(granule, order)) {
        return order;
      }
    }
    return -1;
  }

  /// The sum of all free blocks.
  long granules() {
    return granules;
  }

  /// The Java heap used.
  long metadataBytes() {
    long bytes = 0;
    for (FreeBits order : orders) {
      bytes += order.metadataBytes();
    }
    return bytes;
  }

  /// Checks the invariants of the class.
  void verify() {
    long sum = 0;
    for (int order = 0; order < orders.length; order++) {
      FreeBits blocks = orders[order];
      blocks.verify();
      Invariant.check(
          (present >>> order & 1) != 0 == !blocks.isEmpty(), "present is wrong of order %d", order);
      for (long i = blocks.first(); i != FreeBits.NONE; i = blocks.next(i + 1)) {
        Invariant.check(!blocks.contains(i ^ 1), "both buddies %d of order %d are free", i, order);
        sum += 1L << order;
      }
    }
    Invariant.check(sum == granules, "the free blocks have %d granules, not %d", sum, granules);
  }
}
