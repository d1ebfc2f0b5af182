package dev.freehold.alloc;

import dev.freehold.region.Region;
import java.util.function.Consumer;

/// A slab allocator: blocks of one size class share slabs, which come from a page source and go
/// back when empty.
///
/// ```text
/// region  | slab: 48 48 48 48 48 .. | slab: 1280 1280 1280 .. |  one block  | slab: 48 48 .. |
///            |                         |                          |
///            slots of 48 bytes         slots of 1,280 bytes       of the page source:
///            first slabs 4 KiB, later up to 32 KiB                large, lone or widely aligned
/// ```
///
/// | request | served by |
/// |---|---|
/// | up to 16 KiB | a slot of the smallest class ([SizeClasses]) that fits and is aligned |
/// | over 1 KiB, while its class has fewer than 16 | the page source: a lone block |
/// | over 16 KiB, or an alignment that no near class has | the page source |
///
/// A block is taken from the list of free slots of its class's first slab, and given back by a
/// table lookup of its slab and a multiplication for its slot; the slab's table of slots tells a
/// free that is not of a live block. Both are constant-time, but for the visit to the page source
/// when a slab comes or goes. A slab that becomes empty stays as the reserve of its class, one per
/// class; when a class grows and the reserves are more than a 64th of what the page source has
/// handed out, all go back.
///
/// Statistics: a block occupies its slot, or what it occupies in the page source. Holes are free
/// slots, the unused ends of slabs, and the holes of the page source.
///
/// Invariants, over those of [SlotRun], [SlabCache] and [SlabMap]:
///
/// ```text
/// slots of a class = sum of slots over its slabs;  linked there = not full
/// lone of a class  = blocks of the page source with LONE_FROM <= requested <= LARGEST of that class
/// blocks           = sum of used over all slabs + blocks of the page source that are no slabs
/// requestedBytes   = sum of requested over both
/// allocatedBytes   = sum of used * slotBytes over all slabs + their bytes in the page source
/// allocatedBytes + holeBytes = the page source's allocatedBytes + holeBytes
/// ```
///
/// Bonwick, "The Slab Allocator: An Object-Caching Kernel Memory Allocator", USENIX 1994; classes
/// spaced by eighths and blocks found by address as in Evans, "A Scalable Concurrent malloc(3)
/// Implementation for FreeBSD", 2006.
public final class Slab implements RegionAllocator {
  static final String NAME = "slab";

  /// Blocks from this size on may be alone in the page source.
  static final int LONE_FROM = 1025;

  /// A class of such blocks gets slabs when it has this many.
  private static final int LONE_LIMIT = 16;

  /// The reserves go back before they are more than this share of the page source's blocks.
  private static final int RESERVE_SHARE = 64;

  private static final int MIN_ALIGNMENT = SizeClasses.SMALLEST;

  /// Every power of two up to the least alignment.
  private static final int ORDINARY_ALIGNMENTS = 2 * MIN_ALIGNMENT - 1;

  private static final int CACHE_LINE = 64;

  /// The Java heap that the caches of all classes take, about.
  private static final int CACHES_BYTES = SizeClasses.COUNT * 60;

  private final RegionAllocator pages;
  private final Region region;
  private final SlabMap map;
  private final SlabCache[] caches = new SlabCache[SizeClasses.COUNT];

  /// Bit c set: class c may have a reserve.
  private long reserves;

  private long blocks;
  private long requestedBytes;
  private long allocatedBytes;
  private long peakRequestedBytes;
  private long peakAllocatedBytes;
  private long sourceBytes; // allocatedBytes of the page source
  private long runMetadataBytes;

  /// Divides a region, with a [FirstFit] of cache-line granules as page source.
  ///
  /// @param region used by nothing else
  public Slab(Region region) {
    this(new FirstFit(region, CACHE_LINE));
  }

  /// Divides what a page source hands out.
  ///
  /// @param pages where slabs and large blocks come from; used by nothing else, empty
  public Slab(RegionAllocator pages) {
    this.pages = pages;
    this.region = pages.region();
    this.map = new SlabMap(region.base());
    for (int c = 0; c < caches.length; c++) {
      caches[c] = new SlabCache(c);
    }
  }

  @Override
  public Region region() {
    return region;
  }

  @Override
  public long allocate(long bytes, long alignment) {
    if (Long.compareUnsigned(bytes, SizeClasses.LARGEST) <= 0
        && (alignment & ORDINARY_ALIGNMENTS) == alignment
        && Long.bitCount(alignment) == 1) {
      SlabCache cache = caches[SizeClasses.of((int) bytes)];
      return cache.head.isFull() ? grow(cache, bytes, alignment) : take(cache, (int) bytes);
    }
    return allocateUnusual(bytes, alignment);
  }

  private long take(SlabCache cache, int bytes) {
    SlotRun run = cache.head;
    int slot = run.take(bytes);
    if (run.isFull()) {
      cache.advance();
    }
    blocks++;
    long requested = requestedBytes + bytes;
    requestedBytes = requested;
    if (requested > peakRequestedBytes) {
      peakRequestedBytes = requested;
    }
    long allocated = allocatedBytes + run.slotBytes;
    allocatedBytes = allocated;
    if (allocated > peakAllocatedBytes) {
      peakAllocatedBytes = allocated;
    }
    return run.addressOf(slot);
  }

  private long allocateUnusual(long bytes, long alignment) {
    Request.check(bytes, alignment);
    if (bytes <= SizeClasses.LARGEST && alignment <= SlabCache.PAGE) {
      int sizeClass = SizeClasses.of((int) bytes, (int) alignment);
      if (sizeClass < SizeClasses.COUNT
          && SizeClasses.sizeOf(sizeClass) <= Math.max(2 * bytes, CACHE_LINE)) {
        SlabCache cache = caches[sizeClass];
        return cache.head.isFull() ? grow(cache, bytes, alignment) : take(cache, (int) bytes);
      }
    }
    return allocateFromSource(bytes, alignment);
  }

  /// Every slot of the class is taken.
  private long grow(SlabCache cache, long bytes, long alignment) {
    if (bytes >= LONE_FROM && cache.slots + cache.lone < LONE_LIMIT) {
      return allocateFromSource(bytes, alignment);
    }
    if (reserveBytes() > sourceBytes / RESERVE_SHARE) {
      releaseReserves();
    }
    int slabBytes = cache.nextSlabBytes();
    long address = pages.allocate(slabBytes, SlabCache.PAGE);
    if (address == NULL) {
      return allocateFromSource(bytes, alignment);
    }
    if (!map.reach(address + slabBytes)) {
      pages.free(address);
      return NULL;
    }
    SlotRun run = cache.add(address, slabBytes);
    map.put(run);
    runMetadataBytes += run.metadataBytes();
    sourceBytes = pages.statistics().allocatedBytes();
    return take(cache, (int) bytes);
  }

  private long allocateFromSource(long bytes, long alignment) {
    long aligned = Math.max(alignment, MIN_ALIGNMENT);
    long address = pages.allocate(bytes, aligned);
    if (address == NULL && bytes <= freeBytes() && releaseReserves()) {
      address = pages.allocate(bytes, aligned);
    }
    if (address != NULL) {
      blocks++;
      countLone(bytes, 1);
      account(bytes);
    }
    return address;
  }

  /// The most that a block could have once every empty slab has gone back.
  private long freeBytes() {
    long beyond = region.bytes() - region.highestCommitted();
    return reserveBytes() + pages.statistics().holeBytes() + beyond;
  }

  private void countLone(long bytes, int change) {
    if (bytes >= LONE_FROM && bytes <= SizeClasses.LARGEST) {
      caches[SizeClasses.of((int) bytes)].lone += change;
    }
  }

  /// Brings the sums up to date after the page source has changed a block.
  private void account(long requestedChange) {
    long source = pages.statistics().allocatedBytes();
    allocatedBytes += source - sourceBytes;
    sourceBytes = source;
    requestedBytes += requestedChange;
    peakRequestedBytes = Math.max(peakRequestedBytes, requestedBytes);
    peakAllocatedBytes = Math.max(peakAllocatedBytes, allocatedBytes);
  }

  @Override
  public void free(long address) {
    SlotRun run = map.at(address);
    if (run == null) {
      freeToSource(address);
      return;
    }
    int slot = liveSlot(run, address);
    boolean wasFull = run.isFull();
    blocks--;
    requestedBytes -= run.requested(slot);
    run.give(slot);
    allocatedBytes -= run.slotBytes;
    if (wasFull) {
      caches[run.sizeClass].link(run);
    }
    if (run.used == 0) {
      emptied(run);
    }
  }

  private void emptied(SlotRun run) {
    SlabCache cache = caches[run.sizeClass];
    if (cache.keep(run)) {
      reserves |= 1L << run.sizeClass;
    } else {
      release(cache, run);
    }
  }

  private void release(SlabCache cache, SlotRun run) {
    cache.remove(run);
    map.remove(run);
    runMetadataBytes -= run.metadataBytes();
    pages.free(run.address);
    sourceBytes = pages.statistics().allocatedBytes();
  }

  private long reserveBytes() {
    long bytes = 0;
    for (long rest = reserves; rest != 0; rest &= rest - 1) {
      SlotRun reserve = caches[Long.numberOfTrailingZeros(rest)].reserve();
      bytes += reserve == null ? 0 : reserve.bytes;
    }
    return bytes;
  }

  /// Gives every empty slab back.
  ///
  /// @return whether there was one
  private boolean releaseReserves() {
    boolean any = false;
    for (; reserves != 0; reserves &= reserves - 1) {
      SlabCache cache = caches[Long.numberOfTrailingZeros(reserves)];
      SlotRun reserve = cache.reserve();
      if (reserve != null) {
        release(cache, reserve);
        any = true;
      }
    }
    return any;
  }

  private void freeToSource(long address) {
    long bytes = sizeInSource(address);
    pages.free(address);
    blocks--;
    countLone(bytes, -1);
    account(-bytes);
  }

  private long sizeInSource(long address) {
    try {
      return pages.sizeOf(address);
    } catch (InvalidFreeException e) {
      throw new InvalidFreeException(NAME, address, standing(address));
    }
  }

  /// What stands at an address outside all slabs where no block starts.
  private String standing(long address) {
    if (!region.contains(address)) {
      return "outside the region";
    }
    boolean[] inBlock = new boolean[1];
    pages.walk(
        (start, bytes, requested) -> inBlock[0] |= address - start >= 0 && address - start < bytes);
    return inBlock[0] ? "inside a block" : "inside a hole (freed already?)";
  }

  @Override
  public boolean resize(long address, long bytes) {
    Request.check(bytes);
    SlotRun run = map.at(address);
    if (run == null) {
      return resizeInSource(address, bytes);
    }
    int slot = liveSlot(run, address);
    if (bytes > run.slotBytes) {
      return false;
    }
    requestedBytes += bytes - run.requested(slot);
    peakRequestedBytes = Math.max(peakRequestedBytes, requestedBytes);
    run.request(slot, (int) bytes);
    return true;
  }

  private boolean resizeInSource(long address, long bytes) {
    long before = sizeInSource(address);
    if (!pages.resize(address, bytes)) {
      return false;
    }
    countLone(before, -1);
    countLone(bytes, 1);
    account(bytes - before);
    return true;
  }

  @Override
  public long sizeOf(long address) {
    SlotRun run = map.at(address);
    return run == null ? sizeInSource(address) : run.requested(liveSlot(run, address));
  }

  private static int liveSlot(SlotRun run, long address) {
    int slot = run.liveAt(address);
    if (slot < 0) {
      throw new InvalidFreeException(NAME, address, run.standing(address));
    }
    return slot;
  }

  @Override
  public Statistics statistics() {
    Statistics source = pages.statistics();
    long largestSlot = 0;
    for (SlabCache cache : caches) {
      if (!cache.head.isFull()) {
        largestSlot = cache.slotBytes;
      }
    }
    return new Statistics(
        blocks,
        requestedBytes,
        allocatedBytes,
        source.committedBytes(),
        source.holeBytes() + source.allocatedBytes() - allocatedBytes,
        Math.max(source.largestHoleBytes(), largestSlot),
        peakRequestedBytes,
        peakAllocatedBytes,
        source.peakCommittedBytes(),
        source.metadataBytes() + map.metadataBytes() + runMetadataBytes + CACHES_BYTES);
  }

  /// Gives the reserves back to the page source, and what it can spare to the operating system.
  ///
  /// @return the bytes given back to the operating system
  @Override
  public long trim() {
    releaseReserves();
    return pages.trim();
  }

  @Override
  public void walk(Visitor visitor) {
    pages.walk(new SlotVisitor(map, address -> false, visitor));
  }

  /// Visits every slab in ascending order of address.
  void walkSlabs(Consumer<SlotRun> action) {
    map.forEach(action);
  }

  @Override
  public void verify() {
    pages.verify();
    map.verify();
    SlabAudit audit = new SlabAudit(map);
    walkSlabs(audit::slab);
    walk(audit);
    for (SlabCache cache : caches) {
      cache.verify(audit);
    }
    Invariant.check(audit.blocks == blocks, "%d blocks, counted %d", blocks, audit.blocks);
    Invariant.check(
        audit.requested == requestedBytes,
        "requestedBytes %d, counted %d",
        requestedBytes,
        audit.requested);
    Invariant.check(
        audit.allocated == allocatedBytes,
        "allocatedBytes %d, counted %d",
        allocatedBytes,
        audit.allocated);
    Statistics statistics = statistics();
    Invariant.check(
        audit.holes == statistics.holeBytes(),
        "holeBytes %d, counted %d",
        statistics.holeBytes(),
        audit.holes);
  }

  @Override
  public String toString() {
    return NAME + " over " + region;
  }
}
