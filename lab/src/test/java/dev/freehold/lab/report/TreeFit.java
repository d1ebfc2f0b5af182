package dev.freehold.lab.report;

import dev.freehold.alloc.InvalidFreeException;
import dev.freehold.alloc.RegionAllocator;
import dev.freehold.alloc.Statistics;
import dev.freehold.region.Region;
import java.util.Map;
import java.util.TreeMap;

/// First fit by search from the base, small enough to know its layout by heart: what the recorder
/// is tested with.
final class TreeFit implements RegionAllocator {
  private final Region region;
  private final TreeMap<Long, Long> blocks = new TreeMap<>(); // offset -> requested
  private long allocated;
  private long requested;
  private long peak;

  TreeFit(Region region) {
    this.region = region;
  }

  private static long room(long bytes) {
    return Math.max(16, (bytes + 15) & -16);
  }

  @Override
  public long allocate(long bytes, long alignment) {
    long at = 0;
    for (Map.Entry<Long, Long> block : blocks.entrySet()) {
      if (block.getKey() - at >= room(bytes)) {
        break;
      }
      at = block.getKey() + room(block.getValue());
    }
    if (!region.commit(at, room(bytes))) {
      return NULL;
    }
    blocks.put(at, bytes);
    allocated += room(bytes);
    requested += bytes;
    peak = Math.max(peak, requested);
    return region.base() + at;
  }

  @Override
  public void free(long address) {
    Long bytes = blocks.remove(address - region.base());
    if (bytes == null) {
      throw new InvalidFreeException("tree-fit", address, "no block");
    }
    allocated -= room(bytes);
    requested -= bytes;
  }

  @Override
  public boolean resize(long address, long bytes) {
    return false;
  }

  @Override
  public long sizeOf(long address) {
    return blocks.getOrDefault(address - region.base(), 0L);
  }

  @Override
  public Statistics statistics() {
    return new Statistics(
        blocks.size(),
        requested,
        allocated,
        region.committedBytes(),
        0,
        0,
        peak,
        peak,
        region.peakCommittedBytes(),
        0);
  }

  @Override
  public long trim() {
    return 0;
  }

  @Override
  public void verify() {}

  @Override
  public void walk(Visitor visitor) {
    blocks.forEach((at, bytes) -> visitor.block(region.base() + at, room(bytes), bytes));
  }

  @Override
  public Region region() {
    return region;
  }
}
