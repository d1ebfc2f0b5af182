package dev.freehold.alloc;

/// The count of a slab allocator from its slabs and its page source, for comparison with its sums.
final class SlabAudit implements Walkable.Visitor {
  long blocks;
  long requested;
  long allocated;
  long holes;
  final long[] slots = new long[SizeClasses.COUNT];
  final int[] lone = new int[SizeClasses.COUNT];
  final int[] linked = new int[SizeClasses.COUNT];

  private final SlabMap map;

  SlabAudit(SlabMap map) {
    this.map = map;
  }

  /// Checks one slab and counts it; its blocks are counted by the walk.
  void slab(SlotRun run) {
    run.verify();
    slots[run.sizeClass] += run.slots;
    if (!run.isFull()) {
      linked[run.sizeClass]++;
    }
  }

  @Override
  public void block(long address, long bytes, long requestedBytes) {
    blocks++;
    requested += requestedBytes;
    allocated += bytes;
    if (map.at(address) == null
        && requestedBytes >= Slab.LONE_FROM
        && requestedBytes <= SizeClasses.LARGEST) {
      lone[SizeClasses.of((int) requestedBytes)]++;
    }
  }

  @Override
  public void hole(long address, long bytes) {
    holes += bytes;
  }
}
