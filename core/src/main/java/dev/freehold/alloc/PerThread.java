package dev.freehold.alloc;

import dev.freehold.os.Handshake;
import dev.freehold.region.Region;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
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
/// | `source`, `slabs`, all counts and sums, `all` | plain | plain | `lock` |
/// | `retired` | volatile | volatile, once | written under `lock` |
/// | `recent` | plain | plain, racy | an entry is used only by the thread that it names |
/// | `map` | plain, by who was handed the block | plain | written under `lock` |
/// | what a slot was asked for | plain | plain | who holds the block |
/// | magazines | | | see [ThreadMagazines] |
///
/// Locks are taken in the order: stripes by number, then `lock`.
///
/// Invariants, over those of [SlotRun], [SlabCache] and [SlabMap], while no thread takes or frees:
///
/// ```text
/// slots      = sum of used over the slabs;  slotBytes = sum of used * slotBytes over them
/// runs       = number of slabs;             runBytes  = sum of their bytes
/// an address in a magazine is a taken slot of its class, and in no other magazine
/// blocks     = slots - slots in magazines + blocks of the source that are no slabs
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
  private static final int THREAD_BYTES = 8 << 10; // 8 KiB

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
  private final SlabCache[] slabs = new SlabCache[ThreadMagazines.CLASSES];
  private long slots;
  private long slotBytes;
  private long runs;
  private long runBytes;

  /// The allocatedBytes of the source that are slabs.
  private long runSourceBytes;

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
    for (int c = 0; c < slabs.length; c++) {
      slabs[c] = new SlabCache(c);
    }
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
    SlotRun run = runOf(address);
    run.request(run.slotAt(address), bytes);
    return address;
  }

  /// The slab of a slot that was handed out.
  private SlotRun runOf(long address) {
    SlotRun run = map.at(address);
    if (run == null) {
      throw new AssertionError("0x%x is a slot of no slab of %s".formatted(address, this));
    }
    return run;
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
      SlabCache cache = slabs[magazine.sizeClass];
      for (int wanted = retired ? 0 : magazine.grow(); wanted > 0; wanted--) {
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
    } finally {
      lock.unlock();
    }
  }

  private boolean grow(SlabCache cache) {
    int bytes = cache.nextSlabBytes();
    long before = source.statistics().allocatedBytes();
    long address = source.allocate(bytes, SlabCache.PAGE);
    if (address == NULL) {
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

  /// A magazine is full: makes room in it by giving half of it back, and puts the block there.
  void giveToFull(Magazine magazine, long address) {
    lock.lock();
    try {
      flush(magazine, magazine.count() / 2);
      magazine.push(address);
    } finally {
      lock.unlock();
    }
  }

  /// Gives slots of a magazine back to their slabs until so many are left.
  private void flush(Magazine magazine, int left) {
    SlabCache cache = slabs[magazine.sizeClass];
    while (magazine.count() > left) {
      long address = magazine.take();
      SlotRun run = runOf(address);
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
    long blocks = source.statistics().blocks() - runs + slots;
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
      return figures();
    } finally {
      unlockAll();
    }
  }

  private Statistics figures() {
    Statistics figures = source.statistics();
    Census census = new Census();
    long[] cached = cached();
    map.forEach(run -> run.walk(census, run.address + run.bytes, in(cached)));
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
        figures.metadataBytes()
            + map.metadataBytes()
            + runMetadataBytes
            + (long) all.size() * THREAD_BYTES);
  }

  /// The slots that lie in magazines, in ascending order.
  private long[] cached() {
    long[] addresses = new long[0];
    int count = 0;
    for (ThreadMagazines each : all) {
      for (Magazine magazine : each.magazines) {
        int in = magazine.count();
        addresses =
            count + in > addresses.length ? Arrays.copyOf(addresses, 2 * (count + in)) : addresses;
        for (int i = 0; i < in; i++) {
          addresses[count++] = magazine.at(i);
        }
      }
    }
    addresses = Arrays.copyOf(addresses, count);
    Arrays.sort(addresses);
    return addresses;
  }

  private static LongPredicate in(long[] sorted) {
    return address -> Arrays.binarySearch(sorted, address) >= 0;
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
            flush(magazine, 0);
          }
        }
      }
      for (SlabCache cache : slabs) {
        SlotRun reserve = cache.reserve();
        if (reserve != null) {
          release(cache, reserve);
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
      source.walk(new SlotVisitor(map, in(cached()), visitor));
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
    SlabAudit audit = new SlabAudit(map);
    long[] sums = new long[4];
    map.forEach(run -> {
      audit.slab(run);
      sums[0]++;
      sums[1] += run.bytes;
      sums[2] += run.used;
      sums[3] += (long) run.used * run.slotBytes;
    });
    for (SlabCache cache : slabs) {
      cache.verify(audit);
    }
    Invariant.check(sums[0] == runs, "%d slabs, counted %d", runs, sums[0]);
    Invariant.check(sums[1] == runBytes, "slabs of %d bytes, counted %d", runBytes, sums[1]);
    Invariant.check(sums[2] == slots, "%d slots taken, counted %d", slots, sums[2]);
    Invariant.check(sums[3] == slotBytes, "slots of %d bytes, counted %d", slotBytes, sums[3]);
    checkMagazines();
    Census census = new Census();
    source.walk(new SlotVisitor(map, in(cached()), census));
    Statistics figures = figures();
    Invariant.check(
        census.blocks == countBlocks(), "%d blocks, counted %d", countBlocks(), census.blocks);
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

  private void checkMagazines() {
    long[] cached = cached();
    for (int i = 1; i < cached.length; i++) {
      Invariant.check(cached[i - 1] != cached[i], "0x%x lies in magazines twice", cached[i]);
    }
    for (ThreadMagazines each : all) {
      for (Magazine magazine : each.magazines) {
        for (int i = 0; i < magazine.count(); i++) {
          long address = magazine.at(i);
          SlotRun run = map.at(address);
          boolean isSlot =
              run != null
                  && run.sizeClass == magazine.sizeClass
                  && run.addressOf(run.slotAt(address)) == address
                  && !run.isFree(run.slotAt(address));
          Invariant.check(isSlot, "%s: 0x%x is no taken slot of its class", magazine, address);
        }
      }
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
