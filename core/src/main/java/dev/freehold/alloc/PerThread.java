package dev.freehold.alloc;

import dev.freehold.os.Handshake;
import dev.freehold.region.Region;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An allocator for many threads: each takes small blocks from magazines of its own, without a lock
/// and without an atomic operation, and larger ones from a source under a lock.
///
/// ```text
/// thread 1   magazines of 16, 48, 640 ..  \
/// thread 2   magazines of 16, 64 ..        >-- many at once --> lock -> slabs -> source -> region
/// stripe 0   for virtual threads          /        larger blocks -------------> source
/// ```
///
/// | request | served by | cost |
/// |---|---|---|
/// | up to 1 KiB, alignment up to 16, platform thread | a magazine of its own | no lock |
/// | the same, virtual thread | a magazine of a stripe | the stripe's lock, mostly free |
/// | the same, the magazine is empty | a refill from the slabs | the lock, once for many blocks |
/// | any other | the source | the lock |
///
/// A block may be freed by any thread: its slot goes to a magazine of that thread. Magazines of a
/// thread that has ended are taken over by the next thread that comes.
///
/// ## Act, then look
///
/// The fast path has no fence. It acts, and looks afterwards whether the allocator has been
/// retired:
///
/// ```text
/// owner                            who retires
///   take a slot; count--             retired = true
///   if (retired) give it back        Handshake.all()
///                                    live = slots taken from slabs - sum of count
/// ```
///
/// The handshake orders the owner's accesses: either its count came before, and is in the sum, or
/// it sees `retired` after, and the block is never used. So no block is handed out that who retires
/// does not know of. Statistics, walks and checks are ordered by a handshake too: they are exact as
/// of that moment for all threads that take and free nothing meanwhile.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `source`, `slabs`, `unsettled`, `all` | plain | plain | `lock` |
/// | `retired` | volatile | volatile, once | written under `lock` |
/// | `recent` | plain | plain, racy | an entry is used only by the thread that it names |
/// | `map` | plain, by who was handed the block | plain | written under `lock` |
/// | what a slot was asked for | plain | plain | who holds the block |
/// | magazines | | | see [ThreadMagazines] |
///
/// Locks are taken in the order: stripes by number, then `lock`.
///
/// Invariants, over those of [Slabs] and [CachedSlots], while no thread takes or frees:
///
/// ```text
/// blocks = slots - slots in magazines + blocks of the source that are no slabs
/// ```
///
/// The fast path counts nothing, so statistics take time linear in the slots, and the largest
/// `requestedBytes` so far is the largest seen when figures were asked for.
///
/// Bonwick, Adams, "Magazines and Vmem", USENIX 2001; Dice, Moir, Scherer, "Quickly Reacquirable
/// Locks", 2003 (the owner's fence paid by who revokes).
public final class PerThread implements RegionAllocator {
  static final String NAME = "per-thread";

  private static final int ORDINARY_ALIGNMENTS = 2 * SizeClasses.SMALLEST - 1;
  private static final int STRIPES =
      Integer.highestOneBit(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 32));

  /// How many threads are found without their thread-local table; a power of two.
  private static final int RECENT = 64;

  /// The Java heap that the empty magazines of one thread take, about.
  private static final long THREAD_BYTES = 8 << 10; // 8 KiB

  private final RegionAllocator source;
  private final Region region;
  private final SlabMap map;
  private final ReentrantLock lock = new ReentrantLock();

  /// Weak, because magazines refer to their allocator: else a thread would keep every allocator
  /// that it ever used.
  @SuppressWarnings("ThreadLocalUsage") // one per allocator
  private final ThreadLocal<WeakReference<ThreadMagazines>> threads = new ThreadLocal<>();

  /// The magazines of thread `t` from `(t mod RECENT) * CLASSES` on, those of all classes.
  private final @Nullable Magazine[] recent = new Magazine[RECENT * ThreadMagazines.CLASSES];

  private final ThreadMagazines[] stripes = new ThreadMagazines[STRIPES];
  private final List<ThreadMagazines> all = new ArrayList<>();
  private final Slabs slabs;

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
    this.slabs = new Slabs(source, map);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = ThreadMagazines.ofStripe(this);
      all.add(stripes[i]);
    }
  }

  @Override
  public Region region() {
    return region;
  }

  /// The magazine of this thread that serves a request, where a magazine does.
  ///
  /// @param bytes the size, any number
  /// @param alignment any number
  /// @return where to [#allocate(Magazine)] from and [Magazine#give] to; `null` for requests that
  ///   the source serves, for virtual threads, and for a thread that was not here recently
  public @Nullable Magazine magazine(long bytes, long alignment) {
    if (Long.compareUnsigned(bytes, ThreadMagazines.LARGEST) > 0
        || (alignment & ORDINARY_ALIGNMENTS) != alignment
        || Long.bitCount(alignment) != 1) {
      return null;
    }
    Thread thread = Thread.currentThread();
    Magazine mine = recent[recentOf(thread) + SizeClasses.of((int) bytes)];
    return mine != null && mine.isOf(thread) ? mine : null;
  }

  private static int recentOf(Thread thread) {
    return ((int) thread.threadId() & RECENT - 1) * ThreadMagazines.CLASSES;
  }

  /// Takes a block from a magazine. What is asked of it is not noted: until it is freed, figures
  /// count its slot.
  ///
  /// @param magazine as [#magazine] said, on this thread
  /// @return the address, or [#NULL] where the magazine is empty or the allocator retired
  public long allocate(Magazine magazine) {
    long address = magazine.take();
    return retired ? takeBack(magazine, address) : address;
  }

  @Override
  public long allocate(long bytes, long alignment) {
    Magazine magazine = magazine(bytes, alignment);
    if (magazine != null) {
      long address = allocate(magazine);
      if (address != NULL) {
        return note(address, (int) bytes);
      }
    }
    Request.check(bytes, alignment);
    return bytes <= ThreadMagazines.LARGEST && alignment <= SizeClasses.SMALLEST
        ? allocateSmall((int) bytes)
        : allocateFromSource(bytes, alignment);
  }

  private long note(long address, int bytes) {
    SlotRun run = map.of(address);
    run.request(run.slotAt(address), bytes);
    return address;
  }

  private static long takeBack(Magazine magazine, long address) {
    if (address != NULL) {
      magazine.give(address);
    }
    return NULL;
  }

  /// The thread was not here recently, or its magazine is empty, or it is virtual.
  private long allocateSmall(int bytes) {
    ThreadMagazines mine = acquire();
    try {
      Magazine magazine = mine.magazines[SizeClasses.of(bytes)];
      if (magazine.count() == 0 && !refill(magazine)) {
        return allocateFromSource(bytes, SizeClasses.SMALLEST);
      }
      long address = allocate(magazine);
      return address == NULL ? NULL : note(address, bytes);
    } finally {
      relinquish(mine);
    }
  }

  private boolean refill(Magazine magazine) {
    lock.lock();
    try {
      return retired ? magazine.count() > 0 : slabs.refill(magazine);
    } finally {
      lock.unlock();
    }
  }

  /// A magazine is full: makes room in it by giving half of it back, and puts the block there.
  void giveToFull(Magazine magazine, long address) {
    lock.lock();
    try {
      slabs.flush(magazine, magazine.count() / 2);
      magazine.push(address);
    } finally {
      lock.unlock();
    }
  }

  /// The magazines of this thread: its own, or those of a stripe for the moment.
  private ThreadMagazines acquire() {
    Thread thread = Thread.currentThread();
    if (!thread.isVirtual()) {
      WeakReference<ThreadMagazines> known = threads.get();
      ThreadMagazines mine = known == null ? null : known.get();
      if (mine == null) {
        mine = join(thread);
        threads.set(new WeakReference<>(mine));
      }
      if (recent[recentOf(thread)] != mine.magazines[0]) {
        System.arraycopy(mine.magazines, 0, recent, recentOf(thread), ThreadMagazines.CLASSES);
      }
      return mine;
    }
    int start = (int) thread.threadId();
    for (int i = 0; i < STRIPES; i++) {
      ThreadMagazines stripe = stripes[start + i & STRIPES - 1];
      if (stripe.turn != null && stripe.turn.tryLock()) {
        return stripe;
      }
    }
    ThreadMagazines stripe = stripes[start & STRIPES - 1];
    if (stripe.turn != null) {
      stripe.turn.lock();
    }
    return stripe;
  }

  private static void relinquish(ThreadMagazines magazines) {
    if (magazines.turn != null) {
      magazines.turn.unlock();
    }
  }

  private ThreadMagazines join(Thread thread) {
    lock.lock();
    try {
      ThreadMagazines left = null;
      for (ThreadMagazines each : all) {
        if (each.isOf(thread)) {
          return each; // its thread-local variables were erased, as pools do between tasks
        }
        left = left == null && each.isAbandoned() ? each : left;
      }
      if (left == null) {
        left = ThreadMagazines.ofThread(this, thread);
        all.add(left);
      } else {
        left.adopt(thread);
      }
      return left;
    } finally {
      lock.unlock();
    }
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
      return;
    }
    give(run, liveSlot(run, address), address);
  }

  /// Frees a block that is live, as who owns it knows. Nothing is checked.
  ///
  /// @param address the address of a live block of this allocator; any other corrupts it
  public void freeLive(long address) {
    SlotRun run = map.at(address);
    if (run == null) {
      freeToSource(address);
    } else {
      give(run, run.slotAt(address), address);
    }
  }

  private void give(SlotRun run, int slot, long address) {
    run.cache(slot);
    ThreadMagazines mine = acquire();
    try {
      mine.magazines[run.sizeClass].give(address);
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

  /// Changes the size of a block that is live, as who owns it knows: of a small one, nothing may
  /// have been noted yet.
  ///
  /// @param address the address of a live block of this allocator; any other corrupts it
  /// @param bytes the new size, at least 0
  /// @return whether the block has the new size now
  public boolean resizeLive(long address, long bytes) {
    SlotRun run = map.at(address);
    if (run == null) {
      return resizeInSource(address, bytes);
    }
    if (bytes > run.slotBytes) {
      return false;
    }
    run.request(run.slotAt(address), (int) bytes);
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

  /// To be asked after each free and each refusal: whether the allocator is retired and no block
  /// lives any more. A refusal may have taken a slot for a moment, just when others counted.
  ///
  /// In constant time, amortized over the frees: each block that lived at the last count is
  /// followed by a question of its own, so the last of them counts again.
  ///
  /// @return whether the region is used no more, and never will be
  public boolean isDrained() {
    lock.lock();
    try {
      if (!retired || --unsettled > 0) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    lockAll();
    try {
      unsettled = countBlocks();
      return unsettled == 0;
    } finally {
      unlockAll();
    }
  }

  private long countBlocks() {
    long blocks = slabs.blocks();
    for (ThreadMagazines each : all) {
      for (Magazine magazine : each.magazines) {
        blocks -= magazine.count();
      }
    }
    return blocks;
  }

  @Override
  public Statistics statistics() {
    lockAll();
    try {
      return slabs.figures(CachedSlots.of(all), all.size() * THREAD_BYTES);
    } finally {
      unlockAll();
    }
  }

  /// Gives what lies in the magazines of this thread, of threads that have ended and of virtual
  /// threads back to the slabs, empty slabs to the source, and what that can spare to the operating
  /// system.
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
      for (ThreadMagazines each : all) {
        if (each.turn != null || each.isOf(thread) || each.isAbandoned()) {
          for (Magazine magazine : each.magazines) {
            slabs.flush(magazine, 0);
          }
        }
      }
      slabs.releaseReserves();
      return source.trim();
    } finally {
      unlockAll();
    }
  }

  @Override
  public void walk(Visitor visitor) {
    lockAll();
    try {
      slabs.walk(visitor, CachedSlots.of(all));
    } finally {
      unlockAll();
    }
  }

  /// Checks every invariant. No other thread may use the allocator meanwhile.
  @Override
  public void verify() {
    lockAll();
    try {
      slabs.verify(CachedSlots.of(all));
    } finally {
      unlockAll();
    }
  }

  private void lockAll() {
    for (ThreadMagazines stripe : stripes) {
      if (stripe.turn != null) {
        stripe.turn.lock();
      }
    }
    lock.lock();
    try {
      order();
    } catch (OutOfMemoryError e) { // of the Java heap
      unlockAll();
      throw e;
    }
  }

  private void unlockAll() {
    lock.unlock();
    for (ThreadMagazines stripe : stripes) {
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
