package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.InvalidFreeException;
import dev.freehold.alloc.RegionAllocator;
import dev.freehold.alloc.Statistics;
import dev.freehold.os.Memory;
import dev.freehold.region.Region;
import java.util.Map;
import java.util.TreeMap;

/// First fit by searching all gaps between blocks: slow, plainly right, and breakable on purpose.
///
/// The gaps are not stored, so there is nothing to coalesce.
final class NaiveAllocator implements RegionAllocator {
  /// One mistake that an allocator can make.
  enum Fault {
    NONE,
    IGNORES_LARGE_ALIGNMENT,
    BLOCKS_TOO_SHORT,
    ZERO_BYTES_SHARE_AN_ADDRESS,
    RESIZE_CLEARS_CONTENTS,
    RESIZE_GROWS_INTO_NEIGHBOUR,
    REFUSED_RESIZE_SHRINKS,
    RESIZE_TO_THE_SAME_REFUSED,
    RESIZE_NOT_COUNTED,
    FREE_OF_NULL_ACCEPTED,
    FREE_OF_INTERIOR_ACCEPTED,
    FREE_OF_FOREIGN_ACCEPTED,
    SECOND_FREE_ACCEPTED,
    SIZE_ROUNDED_UP,
    SIZE_OF_INTERIOR_ANSWERED,
    OVERFLOW_SERVED,
    NEGATIVE_SIZE_SERVED,
    BAD_ALIGNMENT_SERVED,
    NOT_COMMITTED,
    FAILED_COMMIT_KEEPS_BLOCK,
    REFUSAL_LEAKS,
    NEVER_FULL,
    FREED_IS_LOST,
    PEAK_FORGOTTEN,
    BLOCKS_MISCOUNTED,
    ALLOCATED_MISCOUNTED,
    LARGEST_HOLE_IS_FIRST_HOLE,
    WALK_SKIPS_LAST_BLOCK,
    WALK_SKIPS_FIRST_HOLE,
    WALK_SPLITS_HOLES,
    WALK_BACKWARDS,
    TRIM_TAKES_BLOCKS,
    TRIM_DOES_NOTHING,
    OWNS_EVERYTHING,
    VERIFY_FAILS
  }

  private final Region region;
  private final Fault fault;
  private final TreeMap<Long, Held> held = new TreeMap<>();
  private long frees;
  private long peakRequestedBytes;
  private long peakAllocatedBytes;

  /// What is held at an address.
  private record Held(long bytes, long requested, boolean lost) {}

  NaiveAllocator(Region region) {
    this(region, Fault.NONE);
  }

  NaiveAllocator(Region region, Fault fault) {
    this.region = region;
    this.fault = fault;
  }

  private boolean is(Fault other) {
    return fault == other;
  }

  @Override
  public long allocate(long bytes, long alignment) {
    if (bytes < 0 && !is(Fault.NEGATIVE_SIZE_SERVED)) {
      throw new IllegalArgumentException("size " + bytes);
    }
    boolean fine = alignment > 0 && alignment <= MAX_ALIGNMENT && Long.bitCount(alignment) == 1;
    if (!fine && !is(Fault.BAD_ALIGNMENT_SERVED)) {
      throw new IllegalArgumentException("alignment " + alignment);
    }
    if (bytes > region.bytes()) {
      if (is(Fault.REFUSAL_LEAKS)) {
        lose(64);
      }
      if (!is(Fault.OVERFLOW_SERVED)) {
        return NULL;
      }
    }
    long obeyed = is(Fault.IGNORES_LARGE_ALIGNMENT) ? Math.min(alignment, 4096) : alignment;
    return place(bytes & 0xff_ffff_ffffL, fine ? obeyed : 1);
  }

  private long place(long requested, long alignment) {
    long bytes = Math.max(1, requested);
    if (is(Fault.BLOCKS_TOO_SHORT) && bytes == 100) {
      bytes--;
    }
    long at = region.base();
    for (Map.Entry<Long, Held> block : held.entrySet()) {
      long start = (at + alignment - 1) & -alignment;
      if (start + bytes <= block.getKey()) {
        return hold(start, bytes, requested);
      }
      at = block.getKey() + block.getValue().bytes();
    }
    long start = (at + alignment - 1) & -alignment;
    if (start + bytes > region.base() + region.bytes()) {
      return is(Fault.NEVER_FULL) ? region.base() : NULL;
    }
    return hold(start, bytes, requested);
  }

  private long hold(long start, long bytes, long requested) {
    if (is(Fault.ZERO_BYTES_SHARE_AN_ADDRESS) && requested == 0 && !held.isEmpty()) {
      return held.firstKey();
    }
    if (!is(Fault.NOT_COMMITTED) && !region.commit(start - region.base(), bytes)) {
      if (is(Fault.FAILED_COMMIT_KEEPS_BLOCK)) {
        held.put(start, new Held(bytes, requested, false));
      }
      return NULL;
    }
    if (is(Fault.NOT_COMMITTED)) {
      region.commit(start - region.base(), 1);
    }
    held.put(start, new Held(bytes, requested, false));
    raisePeaks();
    return start;
  }

  private void lose(long bytes) {
    long end =
        held.isEmpty() ? region.base() : held.lastKey() + held.lastEntry().getValue().bytes();
    held.put(end, new Held(bytes, 0, true));
  }

  private void raisePeaks() {
    if (!is(Fault.PEAK_FORGOTTEN) || held.size() == 1) {
      peakRequestedBytes = Math.max(peakRequestedBytes, requested());
      peakAllocatedBytes = Math.max(peakAllocatedBytes, allocated());
    }
  }

  private Held live(long address) {
    Held block = held.get(address);
    if (block == null || block.lost()) {
      throw new InvalidFreeException("naive", address, "nothing");
    }
    return block;
  }

  @Override
  public boolean resize(long address, long bytes) {
    Held before = live(address);
    if (bytes < 0) {
      throw new IllegalArgumentException("size " + bytes);
    }
    if (is(Fault.RESIZE_TO_THE_SAME_REFUSED) && bytes == before.requested()) {
      return false;
    }
    Long next = held.higherKey(address);
    long room = (next == null ? region.base() + region.bytes() : next) - address;
    boolean fits =
        is(Fault.RESIZE_GROWS_INTO_NEIGHBOUR) ? bytes <= room + 8 : Math.max(1, bytes) <= room;
    if (!fits || !region.commit(address - region.base(), bytes)) {
      if (is(Fault.REFUSED_RESIZE_SHRINKS)) {
        held.put(address, new Held(1, Math.min(1, before.requested()), false));
      }
      return false;
    }
    if (is(Fault.RESIZE_CLEARS_CONTENTS)) {
      Memory.fill(address, bytes, (byte) 0);
    }
    held.put(
        address,
        new Held(
            Math.max(1, bytes), is(Fault.RESIZE_NOT_COUNTED) ? before.requested() : bytes, false));
    raisePeaks();
    return true;
  }

  @Override
  public void free(long address) {
    if (is(Fault.FREE_OF_NULL_ACCEPTED) && address == NULL) {
      return;
    }
    if (is(Fault.FREE_OF_FOREIGN_ACCEPTED) && !region.contains(address)) {
      return;
    }
    Map.Entry<Long, Held> below = held.floorEntry(address);
    if (is(Fault.FREE_OF_INTERIOR_ACCEPTED)
        && below != null
        && address < below.getKey() + below.getValue().bytes()) {
      held.remove(below.getKey());
      return;
    }
    if (is(Fault.SECOND_FREE_ACCEPTED) && region.contains(address) && !held.containsKey(address)) {
      return;
    }
    Held freed = live(address);
    held.remove(address);
    if (is(Fault.FREED_IS_LOST) && ++frees % 4 == 0) {
      held.put(address, new Held(freed.bytes(), 0, true));
    }
  }

  @Override
  public long sizeOf(long address) {
    if (is(Fault.SIZE_OF_INTERIOR_ANSWERED)) {
      Map.Entry<Long, Held> below = held.floorEntry(address);
      if (below != null && address < below.getKey() + below.getValue().bytes()) {
        return below.getValue().requested();
      }
    }
    long requested = live(address).requested();
    return is(Fault.SIZE_ROUNDED_UP) ? (requested + 7) & -8 : requested;
  }

  private long requested() {
    return held.values().stream().mapToLong(Held::requested).sum();
  }

  private long allocated() {
    return held.values().stream().filter(h -> !h.lost()).mapToLong(Held::bytes).sum();
  }

  private static final class Holes implements Visitor {
    private final long end;
    private long count;
    private long sum;
    private long first;
    private long largest;

    Holes(long end) {
      this.end = end;
    }

    @Override
    public void block(long address, long bytes, long requested) {}

    @Override
    public void hole(long address, long bytes) {
      long below = Math.clamp(end - address, 0, bytes);
      first = count++ == 0 ? below : first;
      sum += below;
      largest = Math.max(largest, below);
    }
  }

  @Override
  public Statistics statistics() {
    Holes holes = new Holes(region.base() + region.highestCommitted());
    walkAll(holes);
    long blocks = held.values().stream().filter(h -> !h.lost()).count();
    return new Statistics(
        is(Fault.BLOCKS_MISCOUNTED) && blocks == 7 ? 8 : blocks,
        requested(),
        is(Fault.ALLOCATED_MISCOUNTED) ? allocated() + (blocks & 1) : allocated(),
        region.committedBytes(),
        holes.sum,
        is(Fault.LARGEST_HOLE_IS_FIRST_HOLE) ? holes.first : holes.largest,
        peakRequestedBytes,
        peakAllocatedBytes,
        region.peakCommittedBytes(),
        held.size() * 64L);
  }

  @Override
  public void walk(Visitor visitor) {
    if (is(Fault.WALK_BACKWARDS)) {
      held.descendingMap()
          .forEach((start, block) -> visitor.block(start, block.bytes(), block.requested()));
      return;
    }
    walkAll(visitor);
  }

  private void walkAll(Visitor visitor) {
    long at = region.base();
    long skipped = is(Fault.WALK_SKIPS_FIRST_HOLE) ? 1 : 0;
    for (Map.Entry<Long, Held> entry : held.entrySet()) {
      long start = entry.getKey();
      if (start > at && skipped-- <= 0) {
        hole(visitor, at, start - at);
      }
      Held block = entry.getValue();
      boolean last = entry.getKey().equals(held.lastKey());
      if (!block.lost() && !(last && is(Fault.WALK_SKIPS_LAST_BLOCK))) {
        visitor.block(start, block.bytes(), block.requested());
      }
      at = start + block.bytes();
    }
    long end = region.base() + region.bytes();
    if (at < end) {
      hole(visitor, at, end - at);
    }
  }

  private void hole(Visitor visitor, long address, long bytes) {
    if (is(Fault.WALK_SPLITS_HOLES) && bytes > 1) {
      visitor.hole(address, bytes / 2);
      visitor.hole(address + bytes / 2, bytes - bytes / 2);
    } else {
      visitor.hole(address, bytes);
    }
  }

  @Override
  public Region region() {
    return region;
  }

  @Override
  public boolean owns(long address) {
    return is(Fault.OWNS_EVERYTHING) || region.contains(address);
  }

  @Override
  public long trim() {
    if (is(Fault.TRIM_DOES_NOTHING)) {
      return 0;
    }
    if (is(Fault.TRIM_TAKES_BLOCKS)) {
      long given = region.decommit(0, region.bytes());
      region.commit(0, region.bytes());
      return given - region.committedBytes();
    }
    long given = 0;
    long at = region.base();
    for (Map.Entry<Long, Held> entry : held.entrySet()) {
      given += region.decommit(at - region.base(), entry.getKey() - at);
      at = entry.getKey() + entry.getValue().bytes();
    }
    return given + region.decommit(at - region.base(), region.base() + region.bytes() - at);
  }

  @Override
  public void verify() {
    long end = 0;
    for (Map.Entry<Long, Held> entry : held.entrySet()) {
      if (entry.getKey() < end && !is(Fault.RESIZE_GROWS_INTO_NEIGHBOUR)) {
        throw new IllegalStateException("block at 0x%x overlaps".formatted(entry.getKey()));
      }
      end = entry.getKey() + entry.getValue().bytes();
    }
    if (is(Fault.VERIFY_FAILS) && held.size() > 20) {
      throw new IllegalStateException("more than 20 blocks");
    }
  }

  /// A factory of broken ones.
  static java.util.function.Function<Region, Allocator> broken(Fault fault) {
    return region -> new NaiveAllocator(region, fault);
  }
}
