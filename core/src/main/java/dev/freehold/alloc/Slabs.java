package dev.freehold.alloc;

/// The slabs that the magazines of many threads are filled from.
///
/// ```text
/// magazine <--refill-- slots of a slab <--grow----- source
///          --flush-->                  --release-->
/// ```
///
/// Used by one thread at a time, who holds the lock of the allocator, but for `map`: who was handed
/// a block may look its slab up. The sums are of slots that are taken from their slab, whether they
/// lie in a magazine or are blocks.
///
/// Invariants, over those of [SlotRun], [SlabCache] and [SlabMap]:
///
/// ```text
/// slots = sum of used over the slabs;  slotBytes = sum of used * slotBytes over them
/// runs  = number of slabs;             runBytes  = sum of their bytes
/// ```
final class Slabs {
  private final RegionAllocator source;
  private final SlabMap map;
  private final SlabCache[] caches = new SlabCache[ThreadMagazines.CLASSES];
  private long slots;
  private long slotBytes;
  private long runs;
  private long runBytes;

  /// The allocatedBytes of the source that are slabs.
  private long runSourceBytes;

  private long runMetadataBytes;
  private long peakRequestedBytes;

  Slabs(RegionAllocator source, SlabMap map) {
    this.source = source;
    this.map = map;
    for (int c = 0; c < caches.length; c++) {
      caches[c] = new SlabCache(c);
    }
  }

  /// Fills an empty magazine up to half.
  ///
  /// @return whether it has a slot now
  boolean refill(Magazine magazine) {
    SlabCache cache = caches[magazine.sizeClass];
    for (int wanted = magazine.grow(); wanted > 0; wanted--) {
      SlotRun run = cache.head;
      if (run.isFull()) {
        if (magazine.count() > 0 || !grow(cache)) {
          break;
        }
        run = cache.head;
      }
      int slot = run.take(0);
      run.cache(slot);
      if (run.isFull()) {
        cache.advance();
      }
      slots++;
      slotBytes += run.slotBytes;
      magazine.push(run.addressOf(slot));
    }
    return magazine.count() > 0;
  }

  private boolean grow(SlabCache cache) {
    int bytes = cache.nextSlabBytes();
    long before = source.statistics().allocatedBytes();
    long address = source.allocate(bytes, SlabCache.PAGE);
    if (address == Allocator.NULL) {
      return false;
    }
    SlotRun run;
    long taken;
    try {
      if (!map.reach(address + bytes)) {
        source.free(address);
        return false;
      }
      taken = source.statistics().allocatedBytes() - before;
      run = cache.add(address, bytes);
    } catch (OutOfMemoryError e) { // of the Java heap
      source.free(address);
      throw e;
    }
    runs++;
    runBytes += bytes;
    runSourceBytes += taken;
    map.put(run);
    runMetadataBytes += run.metadataBytes();
    return true;
  }

  /// Gives slots of a magazine back to their slabs until so many are left.
  void flush(Magazine magazine, int left) {
    SlabCache cache = caches[magazine.sizeClass];
    while (magazine.count() > left) {
      long address = magazine.take();
      SlotRun run = map.of(address);
      boolean wasFull = run.isFull();
      run.give(run.slotAt(address));
      slots--;
      slotBytes -= run.slotBytes;
      if (wasFull) {
        cache.link(run);
      }
      if (run.used == 0 && !cache.keep(run)) {
        release(cache, run);
      }
    }
  }

  /// Gives an empty slab back to the source.
  private void release(SlabCache cache, SlotRun run) {
    cache.remove(run);
    map.remove(run);
    runMetadataBytes -= run.metadataBytes();
    long before = source.statistics().allocatedBytes();
    source.free(run.address);
    runs--;
    runBytes -= run.bytes;
    runSourceBytes -= before - source.statistics().allocatedBytes();
  }

  /// Gives the empty slabs that are kept for the next block back to the source.
  void releaseReserves() {
    for (SlabCache cache : caches) {
      SlotRun reserve = cache.reserve();
      if (reserve != null) {
        release(cache, reserve);
      }
    }
  }

  /// The taken slots, and the blocks of the source that are no slabs.
  long blocks() {
    return source.statistics().blocks() - runs + slots;
  }

  /// The figures of the blocks, in time linear in the slots.
  ///
  /// @param cached which slots lie in magazines
  /// @param magazineBytes the Java heap that the magazines take
  Statistics figures(CachedSlots cached, long magazineBytes) {
    Statistics figures = source.statistics();
    Census census = new Census();
    map.forEach(run -> run.walk(census, run.address + run.bytes, cached));
    long requested = figures.requestedBytes() - runBytes + census.requested;
    long allocated = figures.allocatedBytes() - runSourceBytes + census.allocated;
    peakRequestedBytes = Math.max(peakRequestedBytes, requested);
    return new Statistics(
        figures.blocks() - runs + census.blocks,
        requested,
        allocated,
        figures.committedBytes(),
        figures.holeBytes() + figures.allocatedBytes() - allocated,
        Math.max(figures.largestHoleBytes(), census.largestHole),
        peakRequestedBytes,
        figures.peakAllocatedBytes(),
        figures.peakCommittedBytes(),
        figures.metadataBytes() + map.metadataBytes() + runMetadataBytes + magazineBytes);
  }

  void walk(Walkable.Visitor visitor, CachedSlots cached) {
    source.walk(new SlotVisitor(map, cached, visitor));
  }

  void verify(CachedSlots cached) {
    source.verify();
    map.verify();
    SlabAudit audit = new SlabAudit(map);
    long[] sums = new long[4];
    map.forEach(run -> {
      audit.slab(run);
      sums[0]++;
      sums[1] += run.bytes;
      sums[2] += run.used;
      sums[3] += (long) run.used * run.slotBytes;
    });
    for (SlabCache cache : caches) {
      cache.verify(audit);
    }
    Invariant.check(sums[0] == runs, "%d slabs, counted %d", runs, sums[0]);
    Invariant.check(sums[1] == runBytes, "slabs of %d bytes, counted %d", runBytes, sums[1]);
    Invariant.check(sums[2] == slots, "%d slots taken, counted %d", slots, sums[2]);
    Invariant.check(sums[3] == slotBytes, "slots of %d bytes, counted %d", slotBytes, sums[3]);
    cached.verify(map);
    Census census = new Census();
    walk(census, cached);
    Statistics figures = figures(cached, 0);
    long blocks = blocks() - cached.count();
    Invariant.check(census.blocks == blocks, "%d blocks, counted %d", blocks, census.blocks);
    Invariant.check(
        census.requested == figures.requestedBytes(),
        "requestedBytes %d, counted %d",
        figures.requestedBytes(),
        census.requested);
    Invariant.check(
        census.allocated == figures.allocatedBytes(),
        "allocatedBytes %d, counted %d",
        figures.allocatedBytes(),
        census.allocated);
    Invariant.check(
        census.holeBytes == figures.holeBytes(),
        "holeBytes %d, counted %d",
        figures.holeBytes(),
        census.holeBytes);
  }
}
