package dev.freehold.alloc;

import dev.freehold.region.Region;

/// Serves blocks whose sizes are powers of two, splits a larger free block in halves for them, and
/// merges the halves again as soon as both are free: the binary buddy system of Knowlton (1965), as
/// in Knuth, The Art of Computer Programming 1, section 2.5.
///
/// ```text
/// granule  0       4       8               16                              32
///          |  48   |.......|      120      |              250              |    never used
///          | order 2       |  order 3      |        order 4                |
///                    ^ free, order 2                                       ^ top
/// ```
///
/// A block of order k has 16 * 2^k bytes and starts at a multiple of that, so the block that it was
/// split from, and may merge with, is found by flipping one bit of its address. Where a free block
/// of the order exists the lowest is taken; otherwise the lowest of the smallest larger order is
/// split; otherwise *top* moves up, and what alignment skips becomes free. Alignments above the
/// block's size cost addresses only while no smaller block wants them.
///
/// Only memory that is needed is committed: a block larger than a step commits the steps that its
/// requested bytes touch, and `allocatedBytes` counts those steps, not the rest of the power of
/// two.
///
/// | operation | cost, for n granules below top |
/// |---|---|
/// | allocate, free, resize | O(log n) word operations; one where no block is split or merged |
/// | sizeOf | O(1) |
/// | statistics | O(log n) |
/// | walk, verify, trim | O(blocks + free blocks) |
///
/// Metadata: one byte for each granule, in chunks made where blocks start ([OrderTable]), and two
/// bits for each granule up to the highest free block ([FreeBits]); the arrays grow by doubling. An
/// empty allocator has almost none, however large its region.
///
/// Free blocks stay committed until [#trim]. A refusal under the region's limit can therefore be
/// answered by trimming and asking again.
///
/// Invariants, in granules where not said otherwise:
///
/// ```text
/// blocks and free blocks tile [0, top) without overlap
/// top = end of the last block, 0 where there is none
/// order of a block = the least k with 16 * 2^k >= requested bytes
/// start of a block or free block = 0 modulo 2^order
/// blocks, requestedBytes, allocatedBytes = sums over the blocks
/// every step that a block's requested bytes touch is committed; allocatedBytes <= committedBytes
/// ```
public final class Buddy implements RegionAllocator {
  private static final int GRANULE_SHIFT = 4;

  private final Region region;
  private final long base;
  private final long end;
  private final int stepOrder;
  private final OrderTable table = new OrderTable();
  private final FreeBuddies free;

  private long top;
  private long blocks;
  private long requestedBytes;
  private long allocatedBytes;
  private long peakRequestedBytes;
  private long peakAllocatedBytes;

  /// Serves the blocks of a region.
  ///
  /// @param region used by nothing else
  public Buddy(Region region) {
    this.region = region;
    this.base = region.base();
    this.end = region.bytes() >>> GRANULE_SHIFT;
    this.stepOrder = OrderTable.orderOf(region.stepBytes());
    this.free = new FreeBuddies(63 - Long.numberOfLeadingZeros(end));
  }

  @Override
  public Region region() {
    return region;
  }

  @Override
  public long allocate(long bytes, long alignment) {
    Request.check(bytes, alignment);
    int order = OrderTable.orderOf(bytes);
    int aligned = Math.max(order, Long.numberOfTrailingZeros(alignment) - GRANULE_SHIFT);
    long granule = take(bytes, order, aligned);
    if (granule < 0) {
      granule = extend(bytes, order, aligned);
    }
    if (granule < 0) {
      return NULL;
    }
    table.put(granule, order, bytes);
    blocks++;
    account(bytes, occupied(order, bytes));
    return base + (granule << GRANULE_SHIFT);
  }

  /// Takes a free block and gives back what exceeds the order; -1 where none can be committed. The
  /// lowest of each order is tried, since under a limit the next may be committed already.
  private long take(long bytes, int order, int aligned) {
    for (int from = free.smallest(aligned); from < Long.SIZE; from = free.smallest(from + 1)) {
      long granule = free.lowest(from);
      if (commit(granule, order, bytes)) {
        table.reserve(granule);
        free.split(granule, from, order);
        free.remove(granule, from);
        return granule;
      }
    }
    return -1;
  }

  /// Moves top up over a block; -1 where the region has no room or it cannot be committed.
  private long extend(long bytes, int order, int aligned) {
    if (aligned >= Long.SIZE - GRANULE_SHIFT - 1) {
      return -1;
    }
    long granule = (top + (1L << aligned) - 1) & -1L << aligned;
    if (granule + (1L << order) > end || !commit(granule, order, bytes)) {
      return -1;
    }
    table.reserve(granule);
    free.cover(top, granule);
    top = granule + (1L << order);
    return granule;
  }

  private boolean commit(long granule, int order, long bytes) {
    return region.commit(granule << GRANULE_SHIFT, order < stepOrder ? 1 : bytes);
  }

  @Override
  public void free(long address) {
    long granule = granuleOf(address);
    int order = orderAt(granule, address);
    long requested = table.requestedAt(granule, order);
    if (granule + (1L << order) == top) {
      retract(granule);
    } else {
      free.release(granule, order); // first, for it may throw
    }
    table.remove(granule);
    blocks--;
    requestedBytes -= requested;
    allocatedBytes -= occupied(order, requested);
  }

  /// Moves top down to a granule and over the free blocks before it.
  private void retract(long granule) {
    top = granule;
    for (int order = free.endingAt(top); order >= 0; order = free.endingAt(top)) {
      top -= 1L << order;
      free.remove(top, order);
    }
  }

  @Override
  public boolean resize(long address, long bytes) {
    Request.check(bytes);
    long granule = granuleOf(address);
    int order = orderAt(granule, address);
    int wanted = OrderTable.orderOf(bytes);
    if (wanted > order && !canGrow(granule, order, wanted) || !commit(granule, wanted, bytes)) {
      return false;
    }
    long requested = table.requestedAt(granule, order);
    if (granule + (1L << order) == top) {
      top = granule + (1L << wanted);
    } else {
      for (int k = order; k < wanted; k++) {
        free.remove(granule + (1L << k), k);
      }
      free.split(granule, order, wanted);
    }
    table.put(granule, wanted, bytes);
    account(bytes - requested, occupied(wanted, bytes) - occupied(order, requested));
    return true;
  }

  /// Whether a block is the first part of a larger one whose rest is free.
  private boolean canGrow(long granule, int order, int wanted) {
    if (wanted >= Long.SIZE - GRANULE_SHIFT - 1 || (granule & (1L << wanted) - 1) != 0) {
      return false;
    }
    if (granule + (1L << order) == top) {
      return granule + (1L << wanted) <= end;
    }
    for (int k = order; k < wanted; k++) {
      if (!free.contains(granule + (1L << k), k)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long sizeOf(long address) {
    long granule = granuleOf(address);
    return table.requestedAt(granule, orderAt(granule, address));
  }

  /// The bytes that a block keeps others from using: its size, or the steps that its requested
  /// bytes touch where it is larger than a step.
  private long occupied(int order, long requested) {
    if (order <= stepOrder) {
      return (long) OrderTable.GRANULE << order;
    }
    long step = region.stepBytes();
    return (requested + step - 1) & -step;
  }

  private void account(long requested, long allocated) {
    requestedBytes += requested;
    allocatedBytes += allocated;
    if (requestedBytes > peakRequestedBytes) {
      peakRequestedBytes = requestedBytes;
    }
    if (allocatedBytes > peakAllocatedBytes) {
      peakAllocatedBytes = allocatedBytes;
    }
  }

  private long granuleOf(long address) {
    long offset = address - base;
    long granule = offset >>> GRANULE_SHIFT;
    if (granule >= top || (offset & OrderTable.GRANULE - 1) != 0) {
      throw invalid(address);
    }
    return granule;
  }

  private int orderAt(long granule, long address) {
    int order = table.orderAt(granule);
    if (order < 0) {
      throw invalid(address);
    }
    return order;
  }

  private InvalidFreeException invalid(long address) {
    return new InvalidFreeException("buddy", address, whatIsAt(address));
  }

  private String whatIsAt(long address) {
    if (!region.contains(address)) {
      return "it is outside the region of this allocator";
    }
    long granule = (address - base) >>> GRANULE_SHIFT;
    if (granule >= top) {
      return "it is above the last block";
    }
    for (int k = 0; 1L << k <= top; k++) {
      long start = granule & -1L << k;
      int order = table.orderAt(start);
      if (order >= k) {
        return "it is inside the block at 0x%x".formatted(base + (start << GRANULE_SHIFT));
      }
    }
    return "it is in a hole";
  }

  /// The exact figures of this moment, in logarithmic time. A hole is a free block, or the
  /// committed rest above the last block: what two neighbouring free blocks cannot merge into is
  /// not one hole.
  ///
  /// @return all figures but those of the whole region, which [Region] keeps, are of this allocator
  @Override
  public Statistics statistics() {
    // No free block lies beyond the last block, which has a committed step.
    long freeBytes = free.granules() << GRANULE_SHIFT;
    long largest = free.granules() == 0 ? 0 : (long) OrderTable.GRANULE << free.largest();
    long rest = restBytes();
    return new Statistics(
        blocks,
        requestedBytes,
        allocatedBytes,
        region.committedBytes(),
        freeBytes + rest,
        Math.max(largest, rest),
        peakRequestedBytes,
        peakAllocatedBytes,
        region.peakCommittedBytes(),
        table.metadataBytes() + free.metadataBytes());
  }

  /// The bytes between top and the highest committed address.
  private long restBytes() {
    return Math.max(0, region.highestCommitted() - (top << GRANULE_SHIFT));
  }

  /// Visits every block and every free block in ascending order of address, and the committed rest
  /// above the last block as one hole. Neighbouring free blocks that are not buddies are holes of
  /// their own, since no block can span them. The bytes of a block are those in `allocatedBytes`.
  ///
  /// @param visitor told of each
  @Override
  public void walk(Visitor visitor) {
    long granule = 0;
    while (granule < top) {
      long address = base + (granule << GRANULE_SHIFT);
      int order = table.orderAt(granule);
      if (order >= 0) {
        long requested = table.requestedAt(granule, order);
        visitor.block(address, occupied(order, requested), requested);
      } else {
        order = free.startingAt(granule);
        visitor.hole(address, (long) OrderTable.GRANULE << order);
      }
      granule += 1L << order;
    }
    if (restBytes() > 0) {
      visitor.hole(base + (top << GRANULE_SHIFT), restBytes());
    }
  }

  /// Decommits every step that the requested bytes of no block touch.
  ///
  /// @return the bytes given back
  @Override
  public long trim() {
    long given = 0;
    long kept = 0; // the end of the last block that was met, in bytes
    for (long granule = 0; granule < top; ) {
      int order = table.orderAt(granule);
      if (order < 0) {
        order = free.startingAt(granule);
      } else {
        long offset = granule << GRANULE_SHIFT;
        given += region.decommit(kept, offset - kept);
        kept = offset + occupied(order, table.requestedAt(granule, order));
      }
      granule += 1L << order;
    }
    return given + region.decommit(kept, region.bytes() - kept);
  }

  /// Checks every invariant of the class in time linear in the blocks.
  ///
  /// @throws IllegalStateException naming the first invariant that does not hold
  @Override
  public void verify() {
    free.verify();
    long granule = 0;
    long freeSum = 0;
    boolean lastIsBlock = true;
    while (granule < top) {
      int order = table.orderAt(granule);
      lastIsBlock = order >= 0;
      if (lastIsBlock) {
        long requested = table.requestedAt(granule, order);
        Invariant.check(
            order == OrderTable.orderOf(requested),
            "the block at granule %d has order %d and %d bytes requested",
            granule,
            order,
            requested);
      } else {
        order = free.startingAt(granule);
        Invariant.check(order >= 0, "neither a block nor a free block is at granule %d", granule);
        freeSum += 1L << order;
      }
      Invariant.check((granule & (1L << order) - 1) == 0, "order %d at granule %d", order, granule);
      granule += 1L << order;
    }
    Invariant.check(granule == top, "the last block ends at granule %d, not %d", granule, top);
    Invariant.check(lastIsBlock, "the block below top is free");
    Invariant.check(freeSum == free.granules(), "a free block overlaps a block");
    Census census = new Census();
    walk(census);
    Invariant.check(census.blocks == blocks, "%d blocks, counted %d", blocks, census.blocks);
    Invariant.check(
        census.requested == requestedBytes,
        "requested %d, counted %d",
        requestedBytes,
        census.requested);
    Invariant.check(
        census.allocated == allocatedBytes,
        "allocated %d, counted %d",
        allocatedBytes,
        census.allocated);
    Invariant.check(
        allocatedBytes <= region.committedBytes(),
        "%d bytes are allocated, only %d committed",
        allocatedBytes,
        region.committedBytes());
  }

  @Override
  public String toString() {
    return "buddy over " + region;
  }
}
