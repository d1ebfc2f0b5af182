package dev.freehold.lab.replay;

import dev.freehold.alloc.InvalidFreeException;
import dev.freehold.alloc.RegionAllocator;
import dev.freehold.alloc.Statistics;
import dev.freehold.os.Memory;
import dev.freehold.region.Region;
import java.util.Map;
import java.util.TreeMap;

/// Blocks one after the other, never used again, and one fault.
final class FaultyAllocator implements RegionAllocator {
  private final Region region;
  private final Fault fault;
  private final TreeMap<Long, Long> blocks = new TreeMap<>();
  private int taken;
  private long top;
  private long first;
  private long firstBytes;
  private long requested;
  private long peak;

  FaultyAllocator(Region region, Fault fault) {
    this.region = region;
    this.fault = fault;
  }

  static Candidate candidate(Fault fault, long limit) {
    return new RegionCandidate("faulty", region -> new FaultyAllocator(region, fault), limit);
  }

  @Override
  public long allocate(long bytes, long alignment) {
    long size = Math.max(16, (bytes + 15) & -16);
    if (!region.commit(top, size)) {
      return NULL;
    }
    taken++;
    long address = region.base() + top;
    top += size;
    if (taken == 1) {
      first = address;
      firstBytes = bytes;
    }
    if (taken == 2) {
      switch (fault) {
        case OVERLAP -> address = first + 16;
        case ALIGNMENT -> address += 8;
        case UNCOMMITTED -> address = region.base() + region.highestCommitted();
        case THROWS -> throw new IllegalStateException("the second block is unlucky");
        default -> {}
      }
    }
    if (taken == 3 && fault == Fault.LOST_BYTE) {
      long last = first + firstBytes - 1;
      Memory.setByte(last, (byte) ~Memory.getByte(last));
    }
    requested += bytes + (taken == 3 && fault == Fault.STATISTICS ? 1 : 0);
    peak = Math.max(peak, requested);
    blocks.put(address, bytes);
    return address;
  }

  @Override
  public void free(long address) {
    requested -= sizeOf(address);
    blocks.remove(address);
  }

  @Override
  public long sizeOf(long address) {
    Long bytes = blocks.get(address);
    if (bytes == null) {
      throw new InvalidFreeException("faulty", address, "nothing");
    }
    return bytes;
  }

  @Override
  public boolean resize(long address, long bytes) {
    return false;
  }

  @Override
  public Region region() {
    return region;
  }

  @Override
  public Statistics statistics() {
    long committed = region.committedBytes();
    return new Statistics(
        blocks.size(),
        requested,
        top,
        committed,
        committed - top,
        committed - top,
        peak,
        top,
        region.peakCommittedBytes(),
        0);
  }

  @Override
  public long trim() {
    return 0;
  }

  @Override
  public void verify() {
    if (fault == Fault.INVARIANT && taken >= 2) {
      throw new IllegalStateException("taken = 2 does not hold");
    }
  }

  @Override
  public void walk(Visitor visitor) {
    for (Map.Entry<Long, Long> block : blocks.entrySet()) {
      visitor.block(block.getKey(), (block.getValue() + 15) & -16, block.getValue());
    }
  }
}
