package dev.freehold.alloc;

import dev.freehold.region.Region;

/// The mechanism of the sequential fits: a region tiled by blocks and holes, holes split by
/// allocation and merged at once by free. What remains to the policies, the subclasses, is which
/// hole to take.
///
/// ```text
/// allocate   | hole of s granules, chosen by the policy |  ->  | front hole | block of n | rest hole |
/// free       | hole | block | hole |  ->  | hole            |
/// extend     ... last tile | next steps of the region, committed |  ->  ... hole |
/// ```
///
/// The front hole is there only where the alignment asks for it. A request that no hole serves
/// extends the committed range, so the last hole is the free rest of the last committed step.
///
/// Invariants, beside those of [Tiling]:
///
/// ```text
/// end * granule = bytes that the region has committed from its base, once trimmed holes are counted as such
/// allocated = granule * granules of all blocks; requested = allocated - all slack
/// the policy knows exactly the holes of the tiling
/// ```
///
/// See Wilson, Johnstone, Neely and Boles, "Dynamic Storage Allocation: A Survey and Critical
/// Review" (1995), section 3.4; Knuth, The Art of Computer Programming 1, 2.5.
abstract sealed class SequentialFit implements RegionAllocator permits TournamentFit, BestFit {
  /// The size of a granule where none is chosen: the alignment that every primitive type needs.
  static final int GRANULE = 16;

  private final String name;
  private final Region region;
  private final long base;
  private final int shift;
  private final int maxGranules;
  private final Tiling tiling;
  private final Slack slack;

  private boolean holesDecommitted;
  private long blocks;
  private long requested;
  private long allocatedGranules;
  private long peakRequested;
  private long peakAllocatedGranules;

  SequentialFit(String name, Region region, int granuleBytes, Tiling tiling) {
    if (granuleBytes < GRANULE || Integer.bitCount(granuleBytes) != 1 || granuleBytes > 32 << 10) {
      throw new IllegalArgumentException(
          "granuleBytes is %d: must be a power of two from 16 to 32 KiB".formatted(granuleBytes));
    }
    if (granuleBytes > region.stepBytes()) {
      throw new IllegalArgumentException(
          "granuleBytes is %d: must be at most the step of the region, %d"
              .formatted(granuleBytes, region.stepBytes()));
    }
    this.name = name;
    this.region = region;
    this.base = region.base();
    this.shift = Integer.numberOfTrailingZeros(granuleBytes);
    this.maxGranules = (int) Math.min(region.bytes() >>> shift, Integer.MAX_VALUE & -64);
    this.tiling = tiling;
    this.slack = new Slack(granuleBytes);
  }

  /// Makes room for holes below a bound.
  abstract void growIndex(int granules);

  /// Takes note of a hole that the tiling has now.
  abstract void holeAdded(int granule, int size);

  /// Takes note of a hole that the tiling has no more.
  abstract void holeRemoved(int granule, int size);

  /// Chooses a hole of at least so many granules, or -1 where there is none.
  abstract int choose(int granules);

  /// The size of the largest hole, in granules.
  abstract int largestHole();

  abstract long indexBytes();

  abstract void verifyIndex();

  @Override
  public final Region region() {
    return region;
  }

  @Override
  public final long allocate(long bytes, long alignment) {
    Request.check(bytes, alignment);
    long size = granules(bytes);
    if (size > maxGranules) {
      return NULL;
    }
    int n = (int) size;
    int unit = (int) (alignment >>> shift); // in granules, 0 below one
    int hole = choose(n);
    if (unit > 1 && hole >= 0 && alignUp(hole, unit) + n > tiling.endOf(hole)) {
      hole = n + unit - 1 < 0 ? -1 : choose(n + unit - 1);
    }
    if (hole < 0) {
      hole = extend(n, unit);
      if (hole < 0) {
        return NULL;
      }
    }
    int at = alignUp(hole, unit);
    if (holesDecommitted && !region.commit((long) at << shift, (long) n << shift)) {
      return NULL;
    }
    place(hole, at, n);
    slack.set(at, (int) (((long) n << shift) - bytes));
    taken(bytes, n);
    blocks++;
    return base + ((long) at << shift);
  }

  private long granules(long bytes) {
    return bytes == 0 ? 1 : ((bytes - 1) >>> shift) + 1;
  }

  private static int alignUp(int granule, int unit) {
    return unit <= 1 ? granule : (granule + unit - 1) & -unit;
  }

  private void taken(long bytes, int granules) {
    requested += bytes;
    allocatedGranules += granules;
    if (requested > peakRequested) {
      peakRequested = requested;
    }
    if (allocatedGranules > peakAllocatedGranules) {
      peakAllocatedGranules = allocatedGranules;
    }
  }

  /// Turns granules at .. at + n of a hole into a block.
  private void place(int hole, int at, int n) {
    int size = tiling.sizeOf(hole);
    int front = at - hole;
    int rest = size - front - n;
    if (front == 0) {
      tiling.holeBecomesBlock(at);
    } else {
      tiling.addBlock(at);
    }
    if (rest > 0) {
      tiling.addHole(at + n);
    }
    holeRemoved(hole, size);
    if (front > 0) {
      holeAdded(hole, front);
    }
    if (rest > 0) {
      holeAdded(at + n, rest);
    }
  }

  /// Commits steps until the last hole serves a request, and returns that hole, or -1.
  private int extend(int n, int unit) {
    int end = tiling.end();
    int last = tiling.tileAt(end - 1);
    int start = last >= 0 && tiling.isHole(last) ? last : end;
    long wanted = (long) alignUp(start, unit) + n;
    long step = region.stepBytes() >>> shift;
    if (wanted <= end) {
      return start; // the block fits once aligned, which the search for any alignment cannot know
    }
    long newEnd = Math.min((wanted + step - 1) & -step, maxGranules);
    if (wanted > newEnd) {
      return -1;
    }
    // The tables first: where the Java heap is full, nothing has changed but their room.
    tiling.grow((int) newEnd);
    slack.grow((int) newEnd);
    growIndex((int) newEnd);
    if (!region.commit((long) end << shift, (newEnd - end) << shift)) {
      return -1;
    }
    tiling.end((int) newEnd);
    if (start < end) {
      holeRemoved(start, end - start);
    } else {
      tiling.addHole(start);
    }
    holeAdded(start, (int) newEnd - start);
    return start;
  }

  @Override
  public final void free(long address) {
    int at = block(address);
    int n = tiling.sizeOf(at);
    requested -= ((long) n << shift) - slack.of(at);
    allocatedGranules -= n;
    blocks--;
    release(at, n);
  }

  /// Turns granules at .. at + n, which are a block's, into a hole merged with its neighbours.
  private void release(int at, int n) {
    int right = at + n;
    int rightSize = 0;
    if (right < tiling.end() && tiling.isHole(right)) {
      rightSize = tiling.sizeOf(right);
      tiling.removeHole(right);
    }
    int left = tiling.tileAt(at - 1);
    boolean joinsLeft = left >= 0 && tiling.isHole(left);
    if (joinsLeft) {
      tiling.removeBlock(at);
    } else {
      tiling.blockBecomesHole(at);
    }
    int hole = joinsLeft ? left : at;
    if (rightSize > 0) {
      holeRemoved(right, rightSize);
    }
    if (joinsLeft) {
      holeRemoved(left, at - left);
    }
    holeAdded(hole, right + rightSize - hole);
  }

  @Override
  public final boolean resize(long address, long bytes) {
    Request.check(bytes);
    int at = block(address);
    int old = tiling.sizeOf(at);
    long size = granules(bytes);
    if (size > old && !growInto(at, old, size)) {
      return false;
    }
    int n = (int) size;
    long oldRequested = ((long) old << shift) - slack.of(at);
    if (n < old) {
      tiling.addBlock(at + n);
      release(at + n, old - n);
    }
    slack.set(at, (int) (((long) n << shift) - bytes));
    taken(bytes - oldRequested, n - old);
    return true;
  }

  /// Takes the granules after a block, where they are a hole or lie beyond the end.
  private boolean growInto(int at, int old, long size) {
    if (size > maxGranules - at) {
      return false;
    }
    int next = at + old;
    int n = (int) size;
    int more = n - old;
    if (next == tiling.end() || tiling.isHole(next) && tiling.endOf(next) == tiling.end()) {
      int available = tiling.end() - next;
      if (available < more && extend(more, 1) < 0) {
        return false;
      }
    } else if (!tiling.isHole(next) || tiling.sizeOf(next) < more) {
      return false;
    }
    if (holesDecommitted && !region.commit((long) next << shift, (long) more << shift)) {
      return false;
    }
    place(next, next, more);
    tiling.removeBlock(next);
    return true;
  }

  @Override
  public final long sizeOf(long address) {
    int at = block(address);
    return ((long) tiling.sizeOf(at) << shift) - slack.of(at);
  }

  /// The first granule of the live block at an address.
  private int block(long address) {
    long offset = address - base;
    int at = (int) (offset >>> shift);
    if (offset < 0
        || offset >>> shift >= tiling.end()
        || (long) at << shift != offset
        || !tiling.isBlock(at)) {
      throw invalid(address, offset);
    }
    return at;
  }

  private InvalidFreeException invalid(long address, long offset) {
    String what;
    if (offset < 0 || offset >>> shift >= tiling.end()) {
      what = "it is outside the committed range";
    } else {
      int tile = tiling.tileAt((int) (offset >>> shift));
      long start = base + ((long) tile << shift);
      what =
          tiling.isHole(tile)
              ? "it is in a hole, freed already or never handed out"
              : "it is %d bytes inside the block at 0x%x".formatted(address - start, start);
    }
    return new InvalidFreeException(name, address, what);
  }

  /// Gives back the whole steps of every hole, in time linear in the number of holes.
  @Override
  public final long trim() {
    long given = 0;
    for (int at = tiling.end() == 0 ? -1 : 0; at >= 0 && at < tiling.end(); at = tiling.endOf(at)) {
      int size = tiling.sizeOf(at);
      if (tiling.isHole(at) && at + size == tiling.end()) {
        given += trimTail(at);
      } else if (tiling.isHole(at)) {
        long inside = region.decommit((long) at << shift, (long) size << shift);
        holesDecommitted |= inside > 0;
        given += inside;
      }
    }
    return given;
  }

  /// Gives back the whole steps of the last hole, and moves the end down to the first of them.
  private long trimTail(int hole) {
    int end = tiling.end();
    int step = (int) (region.stepBytes() >>> shift);
    int newEnd = (hole + step - 1) & -step;
    if (newEnd >= end) {
      return 0;
    }
    long given = region.decommit((long) newEnd << shift, (long) (end - newEnd) << shift);
    if (given == 0) {
      return 0;
    }
    if (newEnd == hole) {
      tiling.removeHole(hole);
    }
    tiling.end(newEnd);
    holeRemoved(hole, end - hole);
    if (newEnd > hole) {
      holeAdded(hole, newEnd - hole);
    }
    return given;
  }

  @Override
  public final void walk(Visitor visitor) {
    for (int at = 0; at < tiling.end(); at = tiling.endOf(at)) {
      long bytes = (long) tiling.sizeOf(at) << shift;
      long address = base + ((long) at << shift);
      if (tiling.isHole(at)) {
        visitor.hole(address, bytes);
      } else {
        visitor.block(address, bytes, bytes - slack.of(at));
      }
    }
  }

  @Override
  public final Statistics statistics() {
    long allocated = allocatedGranules << shift;
    return new Statistics(
        blocks,
        requested,
        allocated,
        region.committedBytes(),
        ((long) tiling.end() << shift) - allocated,
        (long) largestHole() << shift,
        peakRequested,
        peakAllocatedGranules << shift,
        region.peakCommittedBytes(),
        tiling.metadataBytes() + slack.metadataBytes() + indexBytes());
  }

  @Override
  public final void verify() {
    tiling.verify();
    verifyIndex();
    Census census = new Census();
    walk(census);
    Invariant.check(census.blocks == blocks, "%d blocks, counted %d", census.blocks, blocks);
    Invariant.check(
        census.allocated == allocatedGranules << shift, "allocated %d", census.allocated);
    Invariant.check(census.requested == requested, "requested %d", census.requested);
    Invariant.check(
        census.largestHole == (long) largestHole() << shift, "largest hole %d", census.largestHole);
    Invariant.check(
        region.highestCommitted() <= (long) tiling.end() << shift, "committed beyond the end");
  }

  @Override
  public final String toString() {
    return name + " over " + region;
  }
}
