package dev.freehold.alloc;

import dev.freehold.region.Region;
import java.util.Arrays;

/// Places each block after the last: the arena, or stack, allocator.
///
/// ```text
/// | block | block |#dead#| block |pad| block |................|
/// start 0    1       2       3           4   ^ top            ^ highest committed
/// ```
///
/// Freeing the last block moves top back over it and over the dead blocks before it; freeing any
/// other block leaves it *dead* until then. So blocks freed in the reverse order of their
/// allocation are reused at once, and when the last live block is freed all is.
///
/// | operation | cost, for n blocks |
/// |---|---|
/// | allocate | O(1), amortised over the growth of the record |
/// | free of the last block | O(1), amortised over the dead blocks before it |
/// | free of another, resize, sizeOf | O(log n) |
/// | statistics, reset | O(1) |
/// | walk, verify, trim | O(n) |
///
/// Metadata: 16 bytes for each block, dead or live.
///
/// Invariants:
///
/// ```text
/// extent of a block = max(requested bytes, 1)
/// start[i] + extent of i <= start[i + 1]
/// top = end of the last block, which is live; 0 where there is none
/// blocks, requestedBytes, allocatedBytes = number, sum of requests, sum of extents of live blocks
/// ```
public final class Bump implements RegionAllocator, Resettable {
  private static final int FIRST_RECORDS = 64;

  private final Region region;
  private final long base;

  private long[] starts = new long[FIRST_RECORDS];
  private long[] sizes = new long[FIRST_RECORDS]; // requested bytes; the complement where dead
  private int records;
  private long top;

  private long blocks;
  private long requestedBytes;
  private long allocatedBytes;
  private long peakRequestedBytes;
  private long peakAllocatedBytes;

  /// Serves the blocks of a region.
  ///
  /// @param region used by nothing else
  public Bump(Region region) {
    this.region = region;
    this.base = region.base();
  }

  @Override
  public Region region() {
    return region;
  }

  @Override
  public long allocate(long bytes, long alignment) {
    Request.check(bytes, alignment);
    long start = (top + alignment - 1) & -alignment;
    long extent = extent(bytes);
    if (extent > region.bytes() - start || !region.commit(start, extent)) {
      return NULL;
    }
    if (records == starts.length) {
      grow();
    }
    starts[records] = start;
    sizes[records] = bytes;
    records++;
    top = start + extent;
    blocks++;
    account(bytes, extent);
    return base + start;
  }

  private void grow() {
    long[] moreStarts = Arrays.copyOf(starts, 2 * records);
    sizes = Arrays.copyOf(sizes, 2 * records);
    starts = moreStarts;
  }

  @Override
  public boolean resize(long address, long bytes) {
    Request.check(bytes);
    int record = recordOf(address);
    long start = starts[record];
    long extent = extent(bytes);
    boolean last = record == records - 1;
    long end = last ? region.bytes() : starts[record + 1];
    if (extent > end - start || !region.commit(start, extent)) {
      return false;
    }
    account(bytes - sizes[record], extent - extent(sizes[record]));
    sizes[record] = bytes;
    if (last) {
      top = start + extent;
    }
    return true;
  }

  @Override
  public void free(long address) {
    int record = recordOf(address);
    long bytes = sizes[record];
    sizes[record] = ~bytes;
    blocks--;
    requestedBytes -= bytes;
    allocatedBytes -= extent(bytes);
    if (record == records - 1) {
      retract();
    }
  }

  /// Forgets the dead blocks at the end.
  private void retract() {
    while (records > 0 && sizes[records - 1] < 0) {
      records--;
    }
    top = records == 0 ? 0 : starts[records - 1] + extent(sizes[records - 1]);
  }

  /// Frees every live block; what is committed stays so.
  @Override
  public void reset() {
    records = 0;
    top = 0;
    blocks = 0;
    requestedBytes = 0;
    allocatedBytes = 0;
  }

  @Override
  public long sizeOf(long address) {
    return sizes[recordOf(address)];
  }

  /// A block of no bytes has an address of its own, and so one byte.
  private static long extent(long bytes) {
    return Math.max(bytes, 1);
  }

  private void account(long requested, long allocated) {
    requestedBytes += requested;
    allocatedBytes += allocated;
    peakRequestedBytes = Math.max(peakRequestedBytes, requestedBytes);
    peakAllocatedBytes = Math.max(peakAllocatedBytes, allocatedBytes);
  }

  /// The record of the live block at an address. The last is looked at first.
  private int recordOf(long address) {
    long start = address - base;
    int record = records - 1;
    if (record < 0 || starts[record] != start) {
      record = Arrays.binarySearch(starts, 0, records, start);
    }
    if (record < 0 || sizes[record] < 0) {
      throw new InvalidFreeException("bump", address, whatIsAt(start, record));
    }
    return record;
  }

  /// Says what is at an offset, for the record that was found there, or the complement of the one
  /// after it.
  private String whatIsAt(long offset, int found) {
    if (!region.contains(base + offset)) {
      return "it is outside the region of this allocator";
    }
    if (offset >= top) {
      return "it is above the last block";
    }
    int record = found < 0 ? ~found - 1 : found;
    if (record < 0 || offset - starts[record] >= extent(bytesOf(record))) {
      return "it is between two blocks";
    }
    return sizes[record] < 0
        ? "the block there was freed"
        : "it is inside the block at 0x%x".formatted(base + starts[record]);
  }

  private long bytesOf(int record) {
    return sizes[record] < 0 ? ~sizes[record] : sizes[record];
  }

  /// The exact figures of this moment, in constant time. The only hole is the committed rest above
  /// the last block: neither padding nor a dead block can be handed out, so neither is in any
  /// figure but `committedBytes`.
  ///
  /// @return all figures but those of the whole region, which [Region] keeps, are of this allocator
  @Override
  public Statistics statistics() {
    return new Statistics(
        blocks,
        requestedBytes,
        allocatedBytes,
        region.committedBytes(),
        restBytes(),
        restBytes(),
        peakRequestedBytes,
        peakAllocatedBytes,
        region.peakCommittedBytes(),
        (long) (starts.length + sizes.length) * Long.BYTES);
  }

  /// The bytes between top and the highest committed address.
  private long restBytes() {
    return Math.max(0, region.highestCommitted() - top);
  }

  /// Visits every live block in ascending order of address, and the committed rest above the last
  /// as one hole. Dead blocks and padding are neither.
  ///
  /// @param visitor told of each
  @Override
  public void walk(Visitor visitor) {
    for (int i = 0; i < records; i++) {
      if (sizes[i] >= 0) {
        visitor.block(base + starts[i], extent(sizes[i]), sizes[i]);
      }
    }
    if (restBytes() > 0) {
      visitor.hole(base + top, restBytes());
    }
  }

  /// Decommits every step that no live block touches.
  ///
  /// @return the bytes given back
  @Override
  public long trim() {
    long given = 0;
    long kept = 0; // the end of the last live block that was met
    for (int i = 0; i < records; i++) {
      if (sizes[i] >= 0) {
        given += region.decommit(kept, starts[i] - kept);
        kept = starts[i] + extent(sizes[i]);
      }
    }
    return given + region.decommit(kept, region.bytes() - kept);
  }

  /// Checks every invariant of the class in time linear in the blocks, live and dead.
  ///
  /// @throws IllegalStateException naming the first invariant that does not hold
  @Override
  public void verify() {
    long end = 0;
    for (int i = 0; i < records; i++) {
      Invariant.check(starts[i] >= end, "block %d starts inside the one before it", i);
      end = starts[i] + extent(bytesOf(i));
    }
    Invariant.check(top == end, "the last block ends at %d, not %d", end, top);
    Invariant.check(records == 0 || sizes[records - 1] >= 0, "the last block is dead");
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
  }

  @Override
  public String toString() {
    return "bump over " + region;
  }
}
