package dev.freehold.alloc;

import dev.freehold.os.Handshake;
import dev.freehold.region.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
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
/// ## Exact figures without atomics
///
/// Statistics, walks, checks and the end of service need every thread to stand still for a moment.
/// The fast path says that it is busy, looks whether the allocator is paused, works, and says that
/// it is done: three plain memory accesses. Who pauses pays instead:
///
/// ```text
/// owner                          who pauses, holding all locks
///   busy = true                    paused = true
///   if (paused) wait for the lock  Handshake.all()
///   take a slot                    wait until no thread is busy
///   busy = false                   count, walk, check
///                                  paused = false
/// ```
///
/// Either the owner announced itself before the handshake, and is waited for, or it sees `paused`.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `source`, `all`, `slabSourceBytes`, `runMetadataBytes`, `peaks` | plain | plain | `lock` |
/// | `paused` | volatile | volatile | written under `lock` |
/// | `retired` | plain | plain, once | `lock` |
/// | `map` | plain, by who was handed the block | plain | written under `lock` |
/// | slabs of a thread | | | see [ThreadSlabs] |
///
/// Locks are taken in the order: stripes by number, then `lock`.
///
/// Invariants, over those of [SlotRun], [SlabCache] and [SlabMap], while paused:
///
/// ```text
/// blocks         = sum of blocks over all threads + blocks of the source that are no slabs
/// requestedBytes = sum of requestedBytes over all threads + what the source was asked for beyond slabs
/// no slab has returned slots, none is leaving
/// ```
///
/// The largest `requestedBytes` so far is exact where one thread takes the blocks; with more it is
/// the largest sum seen whenever a thread turned to the source, and when figures were asked for.
///
/// Leijen, Zorn, de Moura, "Mimalloc: Free List Sharding in Action", APLAS 2019 (slots freed by
/// others on a list of their own); Dice, Moir, Scherer, "Quickly Reacquirable Locks", 2003 (the owner's
/// fence paid by who revokes).
public final class PerThread implements RegionAllocator {
  static final String NAME = "per-thread";

  private static final int ORDINARY_ALIGNMENTS = 2 * SizeClasses.SMALLEST - 1;
  private static final int STRIPES =
      Integer.highestOneBit(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 32));

  /// How often a busy thread is looked at before the processor is left to it.
  private static final int SPINS = 1_000;

  /// The Java heap that the slabs of one thread take, about, without their slots.
  private static final int THREAD_BYTES = 2 << 10; // 2 KiB

  private final RegionAllocator source;
  private final Region region;
  private final SlabMap map;
  private final ReentrantLock lock = new ReentrantLock();

  @SuppressWarnings("ThreadLocalUsage") // one per allocator; its values do not refer to it
  private final ThreadLocal<ThreadSlabs> threads = new ThreadLocal<>();

  private final ThreadSlabs[] stripes = new ThreadSlabs[STRIPES];
  private final List<ThreadSlabs> all = new ArrayList<>();

  /// The allocatedBytes of the source that are slabs.
  private long slabSourceBytes;

  private long slabs;
  private long slabBytes;
  private long runMetadataBytes;
  private long peakRequestedBytes;
  private boolean retired;
  private volatile boolean paused;

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
      ThreadSlabs mine = threads.get();
      if (mine != null) {
        mine.enter();
        try {
          SlabCache cache = mine.caches[SizeClasses.of((int) bytes)];
          if (!paused && !cache.head.isFull()) {
            return mine.take(cache, (int) bytes);
          }
        } finally {
          mine.leave();
        }
      }
      return allocateSmall((int) bytes);
    }
    Request.check(bytes, alignment);
    return allocateFromSource(bytes, alignment);
  }

  /// The thread has no slabs yet, no slot of the class, is virtual, or the allocator is paused.
  private long allocateSmall(int bytes) {
    ThreadSlabs mine = acquire();
    lock.lock();
    try {
      SlabCache cache = mine.caches[SizeClasses.of(bytes)];
      if (cache.head.isFull()) {
        mine.takeReturned();
        mine.drain(this::release);
      }
      if (retired || cache.head.isFull() && !grow(mine, cache)) {
        return retired ? NULL : allocateFromSource(bytes, SizeClasses.SMALLEST);
      }
      return mine.take(cache, bytes);
    } finally {
      lock.unlock();
      relinquish(mine);
    }
  }

  /// The slabs of this thread: its own, or those of a stripe for the moment.
  private ThreadSlabs acquire() {
    ThreadSlabs mine = threads.get();
    if (mine != null) {
      return mine;
    }
    Thread thread = Thread.currentThread();
    if (!thread.isVirtual()) {
      mine = join(thread);
      threads.set(mine);
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
    notePeak(mine);
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
      if (retired) {
        return NULL;
      }
      notePeak(threads.get());
      long address = source.allocate(bytes, Math.max(alignment, SizeClasses.SMALLEST));
      notePeak(threads.get());
      return address;
    } finally {
      lock.unlock();
    }
  }

  /// Brings the peak up to date before and after what the source has handed out changes.
  private void notePeak(@Nullable ThreadSlabs mine) {
    long requested = source.statistics().requestedBytes() - slabBytes;
    for (ThreadSlabs slabs : all) {
      requested += slabs == mine ? slabs.peakRequestedBytes : slabs.requestedBytes;
    }
    peakRequestedBytes = Math.max(peakRequestedBytes, requested);
    if (mine != null) {
      mine.peakRequestedBytes = mine.requestedBytes;
    }
  }

  @Override
  public void free(long address) {
    SlotRun run = map.at(address);
    if (run == null) {
      freeToSource(address);
      return;
    }
    ThreadSlabs owner = run.owner;
    if (owner != null && owner.isOf(Thread.currentThread())) {
      owner.enter();
      try {
        int slot = run.liveAt(address);
        if (!paused && slot >= 0) {
          owner.give(run, slot);
          if (owner.leaving == null) {
            return;
          }
          run = null;
        }
      } finally {
        owner.leave();
      }
      if (run == null) {
        releaseLeaving(owner);
        return;
      }
    }
    freeElsewhere(run, address);
  }

  private void releaseLeaving(ThreadSlabs mine) {
    lock.lock();
    try {
      mine.drain(this::release);
    } finally {
      lock.unlock();
    }
  }

  /// The slab is another thread's, or the allocator is paused or retired, or no block starts there.
  private void freeElsewhere(SlotRun run, long address) {
    ThreadSlabs mine = acquire();
    try {
      int slot = liveSlot(run, address);
      if (mine.turn == null) {
        mine.enter();
        try {
          if (!paused) {
            mine.giveBack(run, slot);
            return;
          }
        } finally {
          mine.leave();
        }
        lock.lock();
        try {
          mine.giveBack(run, slot);
        } finally {
          lock.unlock();
        }
      } else {
        mine.giveBack(run, slot);
      }
    } finally {
      relinquish(mine);
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
      notePeak(threads.get());
      source.free(address);
      notePeak(threads.get());
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
    ThreadSlabs mine = acquire();
    lock.lock();
    try {
      if (retired) {
        return false;
      }
      mine.count(0, bytes - run.requested(slot));
      run.request(slot, (int) bytes);
      return true;
    } finally {
      lock.unlock();
      relinquish(mine);
    }
  }

  private boolean resizeInSource(long address, long bytes) {
    lock.lock();
    try {
      refuseSlab(address);
      notePeak(threads.get());
      boolean resized = !retired && source.resize(address, bytes);
      notePeak(threads.get());
      return resized;
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
    paused(
        () -> {
          retired = true;
          return true;
        });
  }

  /// The number of live blocks at one moment. All threads stand still for it, unless retired.
  ///
  /// @return exact
  public long liveBlocks() {
    return paused(this::countBlocks);
  }

  private long countBlocks() {
    long blocks = source.statistics().blocks() - slabs;
    for (ThreadSlabs slabs : all) {
      blocks += slabs.blocks;
    }
    return blocks;
  }

  @Override
  public Statistics statistics() {
    return paused(this::figures);
  }

  private Statistics figures() {
    Statistics figures = source.statistics();
    long requested = figures.requestedBytes() - slabBytes;
    long peak = requested;
    for (ThreadSlabs slabs : all) {
      requested += slabs.requestedBytes;
      peak += slabs.peakRequestedBytes;
      slabs.peakRequestedBytes = slabs.requestedBytes;
    }
    peakRequestedBytes = Math.max(peakRequestedBytes, all.size() == STRIPES + 1 ? peak : requested);
    long[] inSlots = new long[2]; // allocated, the largest free slot
    map.forEach(
        run -> {
          inSlots[0] += (long) run.used * run.slotBytes;
          inSlots[1] = Math.max(inSlots[1], run.isFull() ? 0 : run.slotBytes);
        });
    long allocated = figures.allocatedBytes() - slabSourceBytes + inSlots[0];
    return new Statistics(
        countBlocks(),
        requested,
        allocated,
        figures.committedBytes(),
        figures.holeBytes() + figures.allocatedBytes() - allocated,
        Math.max(figures.largestHoleBytes(), inSlots[1]),
        peakRequestedBytes,
        figures.peakAllocatedBytes(),
        figures.peakCommittedBytes(),
        figures.metadataBytes()
            + map.metadataBytes()
            + runMetadataBytes
            + (long) all.size() * THREAD_BYTES);
  }

  /// Gives the empty slabs of all threads back to the source, and what it can spare to the
  /// operating system.
  ///
  /// @return the bytes given back to the operating system
  @Override
  public long trim() {
    return paused(
        () -> {
          for (ThreadSlabs slabs : all) {
            slabs.dropReserves();
            slabs.drain(this::release);
          }
          return source.trim();
        });
  }

  @Override
  public void walk(Visitor visitor) {
    paused(
        () -> {
          source.walk(new SlotVisitor(map, visitor));
          return true;
        });
  }

  @Override
  public void verify() {
    paused(
        () -> {
          check();
          return true;
        });
  }

  private void check() {
    source.verify();
    map.verify();
    for (ThreadSlabs slabs : all) {
      slabs.verify(map);
    }
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

  /// Does something while no thread takes or frees a block.
  private <T> T paused(Supplier<T> action) {
    for (ThreadSlabs stripe : stripes) {
      if (stripe.turn != null) {
        stripe.turn.lock();
      }
    }
    lock.lock();
    try {
      paused = true;
      await(threads.get());
      for (ThreadSlabs slabs : all) {
        slabs.takeReturned();
        slabs.drain(this::release);
      }
      return action.get();
    } finally {
      paused = retired;
      lock.unlock();
      for (ThreadSlabs stripe : stripes) {
        relinquish(stripe);
      }
    }
  }

  /// Waits until no other thread is busy. All that become so later see that this is paused.
  private void await(@Nullable ThreadSlabs mine) {
    if (retired || all.size() == STRIPES + (mine == null ? 0 : 1)) {
      return;
    }
    Handshake.all();
    for (ThreadSlabs slabs : all) {
      for (int spins = 0; slabs != mine && slabs.isBusy() && !slabs.isAbandoned(); spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(SPINS);
        }
      }
    }
  }

  @Override
  public String toString() {
    return NAME + " over " + source;
  }
}
