package dev.freehold.alloc;

import dev.freehold.os.Handshake;
import dev.freehold.region.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An allocator for many threads: each takes small blocks from slabs of its own, without a lock and
/// without an atomic operation, and larger ones from a source under a lock.
///
/// ```text
/// thread 1   slabs of 16, 48, 640 ..   \
/// thread 2   slabs of 16, 64 ..         >  lock -> source (BestFit, Buddy, ...) -> region
/// stripe 0   slabs for virtual threads /
/// ```
///
/// | request | served by | cost |
/// |---|---|---|
/// | up to 1 KiB, alignment up to 16, platform thread | a slot of its own slabs | no lock |
/// | the same, virtual thread | a slot of a stripe's slabs | the stripe's lock, mostly free |
/// | the same, the class has no free slot | a new slab of the source, 4 to 32 KiB | the source's lock |
/// | any other | the source | the source's lock |
///
/// A block may be freed by any thread. Where its slab belongs to another one, the slot goes back on
/// a list that the owner takes as a whole when it next runs out of slots. Slabs of a thread that
/// has ended are taken over, slots and counters and all, by the next thread that comes.
///
/// ## Act, then look
///
/// The fast path has no fence. It acts, and looks afterwards whether the allocator has been retired:
///
/// ```text
/// owner                            who retires
///   take a slot; used++              retired = true
///   if (retired) give it back        Handshake.all()
///                                    live = sum of used
/// ```
///
/// The handshake orders the owner's accesses: either its count came before, and is in the sum, or it
/// sees `retired` after, and the block is never used. So no block is handed out that who retires
/// does not know of. Statistics, walks and checks are ordered by a handshake too: they are exact as
/// of that moment for all threads that take and free nothing meanwhile.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `source`, `all`, `slabs`, `slabBytes`, `slabSourceBytes`, `runMetadataBytes`, `unsettled`, peak | plain | plain | `lock` |
/// | `retired` | volatile | volatile, once | written under `lock` |
/// | `recent` | plain | plain, racy | an entry is used only by the thread that it names |
/// | `map` | plain, by who was handed the block | plain | written under `lock` |
/// | slabs of a thread | | | see [ThreadSlabs] |
///
/// Locks are taken in the order: stripes by number, then `lock`.
///
/// Invariants, over those of [SlotRun], [SlabCache] and [SlabMap], while no thread takes or frees:
///
/// ```text
/// blocks         = live slots of all slabs + blocks of the source that are no slabs
/// requestedBytes = what these were asked for
/// slabBytes      = sum of bytes over the slabs;  slabs = their number
/// ```
///
/// The fast path counts nothing, so statistics take time linear in the slots, and the largest
/// `requestedBytes` so far is the largest seen when figures were asked for.
///
/// Leijen, Zorn, de Moura, "Mimalloc: Free List Sharding in Action", APLAS 2019 (slots freed by
/// others on a list of their own); Dice, Moir, Scherer, "Quickly Reacquirable Locks", 2003 (the owner's
/// fence paid by who revokes).
public final class PerThread implements RegionAllocator {
  static final String NAME = "per-thread";

  private static final int ORDINARY_ALIGNMENTS = 2 * SizeClasses.SMALLEST - 1;
  private static final int STRIPES =
      Integer.highestOneBit(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 32));

  /// How many threads are found without their thread-local table; a power of two.
  private static final int RECENT = 64;

  /// The Java heap that the slabs of one thread take, about, without their slots.
  private static final int THREAD_BYTES = 2 << 10; // 2 KiB

  private final RegionAllocator source;
  private final Region region;
  private final SlabMap map;
  private final ReentrantLock lock = new ReentrantLock();

  @SuppressWarnings("ThreadLocalUsage") // one per allocator; its values do not refer to it
  private final ThreadLocal<ThreadSlabs> threads = new ThreadLocal<>();

  private final @Nullable ThreadSlabs[] recent = new ThreadSlabs[RECENT];
  private final ThreadSlabs[] stripes = new ThreadSlabs[STRIPES];
  private final List<ThreadSlabs> all = new ArrayList<>();
  private long slabs;
  private long slabBytes;

  /// The allocatedBytes of the source that are slabs.
  private long slabSourceBytes;

  private long runMetadataBytes;
  private long peakRequestedBytes;

  /// Once retired: at least as many blocks must be freed before it is worth counting those left.
  private long unsettled;

  private volatile boolean retired;

  /// Serves many threads from an allocator for one.
  ///
  /// @param source where slabs and larger blocks come from; used by nothing else, empty
  public PerThread(RegionAllocator source) {
    this.source = source;
    this.region = source.region();
    this.map = new SlabMap(region.base());
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = ThreadSlabs.ofStripe();
      all.add(stripes[i]);
    }
  }

  @Override
  public Region region() {
    return region;
  }

  @Override
  public long allocate(long bytes, long alignment) {
    if (Long.compareUnsigned(bytes, ThreadSlabs.LARGEST) <= 0
        && (alignment & ORDINARY_ALIGNMENTS) == alignment
        && Long.bitCount(alignment) == 1) {
      Thread thread = Thread.currentThread();
      ThreadSlabs mine = recent[(int) thread.threadId() & RECENT - 1];
      if (mine != null && mine.isOf(thread)) {
        SlabCache cache = mine.caches[SizeClasses.of((int) bytes)];
        if (!cache.head.isFull()) {
          long address = mine.take(cache, (int) bytes);
          return retired ? takeBack(address) : address;
        }
      }
      return allocateSmall((int) bytes);
    }
    Request.check(bytes, alignment);
    return allocateFromSource(bytes, alignment);
  }

  private long takeBack(long address) {
    freeLive(address);
    return NULL;
  }

  /// The thread has no slabs yet, or was not here recently, or no slot of the class, or is virtual.
  private long allocateSmall(int bytes) {
    ThreadSlabs mine = acquire();
    try {
      SlabCache cache = mine.caches[SizeClasses.of(bytes)];
      if (cache.head.isFull()) {
        mine.takeReturned();
      }
      if (cache.head.isFull() || mine.leaving != null) {
        lock.lock();
        try {
          mine.drain(this::release);
          if (!retired && cache.head.isFull() && !grow(mine, cache)) {
            return allocateFromSource(bytes, SizeClasses.SMALLEST);
          }
        } finally {
          lock.unlock();
        }
      }
      if (cache.head.isFull()) {
        return NULL;
      }
      long address = mine.take(cache, bytes);
      return retired ? takeBack(address) : address;
    } finally {
      relinquish(mine);
    }
  }

  /// The slabs of this thread: its own, or those of a stripe for the moment.
  private ThreadSlabs acquire() {
    Thread thread = Thread.currentThread();
    if (!thread.isVirtual()) {
      ThreadSlabs mine = threads.get();
      if (mine == null) {
        mine = join(thread);
        threads.set(mine);
      }
      recent[(int) thread.threadId() & RECENT - 1] = mine;
      return mine;
    }
    int start = (int) thread.threadId();
    for (int i = 0; i < STRIPES; i++) {
      ThreadSlabs stripe = stripes[start + i & STRIPES - 1];
      if (stripe.turn != null && stripe.turn.tryLock()) {
        return stripe;
      }
    }
    ThreadSlabs stripe = stripes[start & STRIPES - 1];
    if (stripe.turn != null) {
      stripe.turn.lock();
    }
    return stripe;
  }

  private static void relinquish(ThreadSlabs slabs) {
    if (slabs.turn != null) {
      slabs.turn.unlock();
    }
  }

  private ThreadSlabs join(Thread thread) {
    lock.lock();
    try {
      for (ThreadSlabs slabs : all) {
        if (slabs.isAbandoned()) {
          slabs.adopt(thread);
          return slabs;
        }
      }
      ThreadSlabs slabs = ThreadSlabs.ofThread(thread);
      all.add(slabs);
      return slabs;
    } finally {
      lock.unlock();
    }
  }

  private boolean grow(ThreadSlabs mine, SlabCache cache) {
    int bytes = cache.nextSlabBytes();
    long before = source.statistics().allocatedBytes();
    long address = source.allocate(bytes, SlabCache.PAGE);
    if (address == NULL) {
      return false;
    }
    if (!map.reach(address + bytes)) {
      source.free(address);
      return false;
    }
    slabs++;
    slabBytes += bytes;
    slabSourceBytes += source.statistics().allocatedBytes() - before;
    SlotRun run = cache.add(address, bytes);
    run.owner = mine;
    map.put(run);
    runMetadataBytes += run.metadataBytes();
    return true;
  }

  /// Gives an empty, unlinked slab back to the source.
  private void release(SlotRun run) {
    if (retired) {
      return; // the region goes as a whole
    }
    map.remove(run);
    runMetadataBytes -= run.metadataBytes();
    long before = source.statistics().allocatedBytes();
    source.free(run.address);
    slabs--;
    slabBytes -= run.bytes;
    slabSourceBytes -= before - source.statistics().allocatedBytes();
  }

  private long allocateFromSource(long bytes, long alignment) {
    lock.lock();
    try {
      return retired ? NULL : source.allocate(bytes, Math.max(alignment, SizeClasses.SMALLEST));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void free(long address) {
    SlotRun run = map.at(address);
    if (run == null) {
      freeToSource(address);
    } else {
      give(run, liveSlot(run, address));
    }
  }

  /// Frees a block that is live, as who owns it knows. Nothing is checked.
  ///
  /// @param address the address of a live block of this allocator; any other corrupts it
  public void freeLive(long address) {
    SlotRun run = map.at(address);
    if (run == null) {
      freeToSource(address);
    } else {
      give(run, run.slotAt(address));
    }
  }

  private void give(SlotRun run, int slot) {
    ThreadSlabs owner = run.owner;
    if (owner == null) {
      throw new AssertionError(run);
    }
    if (owner.isOf(Thread.currentThread())) {
      owner.give(run, slot);
      if (owner.leaving != null) {
        releaseLeaving(owner);
      }
    } else if (run.giveBack(slot)) {
      owner.pushReturned(run);
    }
  }

  private void releaseLeaving(ThreadSlabs mine) {
    lock.lock();
    try {
      mine.drain(this::release);
    } finally {
      lock.unlock();
    }
  }

  private static int liveSlot(SlotRun run, long address) {
    int slot = run.liveAt(address);
    if (slot < 0) {
      throw new InvalidFreeException(NAME, address, run.standing(address));
    }
    return slot;
  }

  private void freeToSource(long address) {
    lock.lock();
    try {
      refuseSlab(address);
      source.free(address);
    } finally {
      lock.unlock();
    }
  }

  /// An address may have become a slab's since the map was looked at without the lock.
  private void refuseSlab(long address) {
    SlotRun run = map.at(address);
    if (run != null) {
      throw new InvalidFreeException(NAME, address, run.standing(address));
    }
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
    run.request(slot, (int) bytes);
    return true;
  }

  private boolean resizeInSource(long address, long bytes) {
    lock.lock();
    try {
      refuseSlab(address);
      return !retired && source.resize(address, bytes);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long sizeOf(long address) {
    SlotRun run = map.at(address);
    if (run != null) {
      return run.requested(liveSlot(run, address));
    }
    lock.lock();
    try {
      refuseSlab(address);
      return source.sizeOf(address);
    } finally {
      lock.unlock();
    }
  }

  /// Ends service: from now on nothing is handed out and nothing is resized; what is live can be
  /// freed.
  public void retire() {
    lockAll();
    try {
      retired = true;
      order();
      unsettled = countBlocks();
    } finally {
      unlockAll();
    }
  }

  /// To be asked after each free once retired: whether no block lives any more.
  ///
  /// In constant time, amortized over the frees: while fewer were freed than lived at the last
  /// count, some live.
  ///
  /// @return whether the region is used no more
  public boolean isDrained() {
    lock.lock();
    try {
      if (--unsettled > 0) {
        return false;
      }
      order();
      unsettled = countBlocks();
      return unsettled == 0;
    } finally {
      lock.unlock();
    }
  }

  private long countBlocks() {
    long[] blocks = {source.statistics().blocks() - slabs};
    map.forEach(run -> blocks[0] += run.live());
    return blocks[0];
  }

  @Override
  public Statistics statistics() {
    lockAll();
    try {
      return figures();
    } finally {
      unlockAll();
    }
  }

  private Statistics figures() {
    Statistics figures = source.statistics();
    Census small = new Census();
    map.forEach(
        run -> {
          int live = run.live();
          small.blocks += live;
          small.allocated += (long) live * run.slotBytes;
          small.requested += run.requestedBytes();
          small.largestHole = Math.max(small.largestHole, live < run.slots ? run.slotBytes : 0);
        });
    long requested = figures.requestedBytes() - slabBytes + small.requested;
    long allocated = figures.allocatedBytes() - slabSourceBytes + small.allocated;
    peakRequestedBytes = Math.max(peakRequestedBytes, requested);
    return new Statistics(
        figures.blocks() - slabs + small.blocks,
        requested,
        allocated,
        figures.committedBytes(),
        figures.holeBytes() + figures.allocatedBytes() - allocated,
        Math.max(figures.largestHoleBytes(), small.largestHole),
        peakRequestedBytes,
        figures.peakAllocatedBytes(),
        figures.peakCommittedBytes(),
        figures.metadataBytes()
            + map.metadataBytes()
            + runMetadataBytes
            + (long) all.size() * THREAD_BYTES);
  }

  /// Gives the empty slabs of this thread, of threads that have ended and of virtual threads back
  /// to the source, and what it can spare to the operating system.
  ///
  /// @return the bytes given back to the operating system
  @Override
  public long trim() {
    lockAll();
    try {
      if (retired) {
        return 0;
      }
      Thread thread = Thread.currentThread();
      for (ThreadSlabs slabs : all) {
        if (slabs.turn != null || slabs.isOf(thread) || slabs.isAbandoned()) {
          slabs.takeReturned();
          slabs.dropReserves();
          slabs.drain(this::release);
        }
      }
      return source.trim();
    } finally {
      unlockAll();
    }
  }

  @Override
  public void walk(Visitor visitor) {
    lockAll();
    try {
      source.walk(new SlotVisitor(map, visitor));
    } finally {
      unlockAll();
    }
  }

  /// Checks every invariant. No other thread may use the allocator meanwhile.
  @Override
  public void verify() {
    lockAll();
    try {
      check();
    } finally {
      unlockAll();
    }
  }

  private void check() {
    source.verify();
    map.verify();
    for (ThreadSlabs each : all) {
      each.verify(map);
    }
    long[] sums = new long[2];
    map.forEach(
        run -> {
          sums[0]++;
          sums[1] += run.bytes;
        });
    Invariant.check(sums[0] == slabs, "%d slabs, counted %d", slabs, sums[0]);
    Invariant.check(sums[1] == slabBytes, "slabBytes %d, counted %d", slabBytes, sums[1]);
    Census census = new Census();
    source.walk(new SlotVisitor(map, census));
    Statistics figures = figures();
    Invariant.check(
        census.blocks == figures.blocks(), "%d blocks, counted %d", figures.blocks(), census.blocks);
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

  private void lockAll() {
    for (ThreadSlabs stripe : stripes) {
      if (stripe.turn != null) {
        stripe.turn.lock();
      }
    }
    lock.lock();
    order();
  }

  private void unlockAll() {
    lock.unlock();
    for (ThreadSlabs stripe : stripes) {
      relinquish(stripe);
    }
  }

  /// What other threads did before is seen afterwards, and they see what was done before.
  private void order() {
    int mine = threads.get() == null ? 0 : 1;
    if (all.size() > STRIPES + mine) {
      Handshake.all();
    }
  }

  @Override
  public String toString() {
    return NAME + " over " + source;
  }
}
