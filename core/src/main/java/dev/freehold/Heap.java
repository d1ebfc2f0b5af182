package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.Magazine;
import dev.freehold.alloc.PerThread;
import dev.freehold.alloc.RegionAllocator;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.Region;
import dev.freehold.track.Site;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Native memory with a name, a limit and an account: what a program opens to take blocks from.
///
/// ```java
/// try (Heap heap = Heap.open(HeapConfig.named("orders"));
///     Block block = heap.allocate(64)) {
///   block.segment().set(ValueLayout.JAVA_LONG, 0, 42);
/// }
/// ```
///
/// A heap is safe for use by many threads, platform and virtual; the blocks and arenas that it
/// hands out are confined to the thread that took them. Small blocks come from slabs of the thread
/// that asks, without a lock ([PerThread]); larger ones from the allocator of the configuration.
///
/// ## Closing
///
/// A closed heap hands out no more. Blocks that are still held stay usable: the memory is unmapped
/// when the last of them is closed, so that no segment ever lies over unmapped addresses. What was
/// held is reported to the [HeldListener] of the configuration. A block that is dropped, or whose
/// thread has ended, without being closed is held for ever.
///
/// All fields are final; how threads share their state is said in [PerThread], [HeapLifetime],
/// [Checker] and [HeapCharge].
public final class Heap implements AutoCloseable {
  /// The alignment of a block where none is asked for, as that of `malloc`.
  public static final long ALIGNMENT = 16;

  private final HeapConfig config;
  private final Region region;
  private final HeapCharge charge;
  private final PerThread blocks;
  private final Checks checks;

  /// The blocks that are recorded and checked, from [Checks#SAMPLED] on.
  private final @Nullable RecordedBlocks records;

  private final HeapLifetime lifetime;
  private final HeapAccount account;

  /// Whether the stacks of taking and freeing are recorded, of the blocks that are.
  private final boolean isStacked;

  /// Whether the ledger knows all blocks, and the allocator more than these.
  private final boolean recordsAll;

  /// Whether the stacks of all blocks are recorded.
  private final boolean stacksAll;

  /// The scope of all segments where the level gives none to each block.
  private final @Nullable Arena scope;

  private Heap(
      HeapConfig config,
      Region region,
      HeapCharge charge,
      PerThread blocks,
      Checks checks,
      Os os,
      Sampler sampler) {
    this.config = config;
    this.region = region;
    this.charge = charge;
    this.blocks = blocks;
    this.checks = checks;
    Checker checker =
        checks.compareTo(Checks.SAMPLED) < 0
            ? null
            : new Checker(config.name(), blocks, os, charge, checks, config.checkConfig());
    this.lifetime = new HeapLifetime(this, region, charge, blocks, checker);
    this.records =
        checker == null
            ? null
            : new RecordedBlocks(checks, blocks, charge, checker, lifetime, sampler);
    this.account = new HeapAccount(config.name(), checks, blocks, checker);
    this.isStacked = config.checkConfig().stacks() == CheckConfig.Stacks.RECORDED;
    this.recordsAll = checks.compareTo(Checks.FULL) >= 0;
    this.stacksAll = recordsAll && isStacked;
    this.scope = checks == Checks.FAST ? Arena.global() : null;
  }

  /// Opens a heap on this machine's operating system.
  ///
  /// @param config how
  /// @return a heap without blocks
  /// @throws OsException if the addresses cannot be reserved
  /// @throws IllegalStateException if the budget is closed
  public static Heap open(HeapConfig config) {
    return open(config, Os.current());
  }

  /// Opens a heap.
  ///
  /// @param asked how, where no [Attribution] has it otherwise
  /// @param os where its memory comes from
  /// @return a heap without blocks
  /// @throws OsException if the addresses cannot be reserved
  /// @throws IllegalStateException if the budget is closed
  public static Heap open(HeapConfig asked, Os os) {
    return open(asked, os, new Sampler(asked.checkConfig().sampleBytes()));
  }

  static Heap open(HeapConfig asked, Os os, Sampler sampler) {
    Attribution attribution = Takers.inForce();
    HeapConfig config = attribution == null ? asked : attribution.opening(asked);
    Checks checks = Checks.inForce(config.checks());
    HeapCharge charge = HeapCharge.of(config.budget(), config.region().limitBytes());
    try {
      return open(config, attribution, os, checks, charge, sampler);
    } catch (RuntimeException | Error e) {
      charge.close();
      throw e;
    }
  }

  private static Heap open(
      HeapConfig config,
      @Nullable Attribution attribution,
      Os os,
      Checks checks,
      HeapCharge charge,
      Sampler sampler) {
    Region region = Region.reserve(config.region(), os, charge);
    try {
      RegionAllocator allocator = config.allocator().over(region);
      if (allocator.region() != region) {
        throw new IllegalArgumentException(
            "the allocator of heap '%s' serves another region: its factory must pass on the region it is given"
                .formatted(config.name()));
      }
      Heap heap = new Heap(config, region, charge, new PerThread(allocator), checks, os, sampler);
      charge.register(heap);
      if (attribution != null) {
        attribution.opened(heap, Site.here());
      }
      heap.lifetime.begin();
      Events.begin();
      return heap;
    } catch (RuntimeException | Error e) {
      region.close();
      throw e;
    }
  }

  /// The heaps of this process whose memory is mapped: those that are open, and those that were
  /// closed while blocks were held.
  ///
  /// @return a copy, in no order
  public static List<Heap> mapped() {
    return List.copyOf(HeapLifetime.MAPPED);
  }

  /// What messages call this heap.
  ///
  /// @return the name of the configuration
  public String name() {
    return config.name();
  }

  /// How much this heap checks.
  ///
  /// @return the level in force
  public Checks checks() {
    return checks;
  }

  /// Whether this heap has not been closed yet.
  ///
  /// @return whether it hands out blocks
  public boolean isOpen() {
    return !lifetime.isClosed();
  }

  /// Takes a block aligned to [#ALIGNMENT]. Its contents are undefined.
  ///
  /// @param bytes its size, at least 0
  /// @return a block confined to this thread
  /// @throws IllegalArgumentException if `bytes` is negative
  /// @throws IllegalStateException if the heap is closed
  /// @throws OffHeapOutOfMemoryException if there is no room; the heap stays valid
  public Block allocate(long bytes) {
    return allocate(bytes, ALIGNMENT);
  }

  /// Takes a block. Its contents are undefined.
  ///
  /// @param bytes its size, at least 0
  /// @param alignment a power of two, at most 2 MiB
  /// @return a block confined to this thread
  /// @throws IllegalArgumentException if `bytes` is negative or `alignment` is not such a power
  /// @throws IllegalStateException if the heap is closed
  /// @throws OffHeapOutOfMemoryException if there is no room; the heap stays valid
  public Block allocate(long bytes, long alignment) {
    if (records != null) {
      return allocateChecked(records, bytes, alignment);
    }
    Magazine home = blocks.magazine(bytes, alignment);
    long address = home == null ? Allocator.NULL : blocks.allocate(home);
    if (address == Allocator.NULL) {
      address = take(bytes, alignment);
      home = null;
    }
    // In one place for both ways, so that a block that stays local costs no object.
    return new Block(this, address, bytes, home, Tether.NONE);
  }

  /// One place makes the block, whatever was decided: so the JIT can leave it out where it does not
  /// escape.
  private Block allocateChecked(RecordedBlocks with, long bytes, long alignment) {
    // Here, where few calls of our own are walked over.
    Site site = stacksAll ? Site.here() : null;
    Magazine home = recordsAll ? null : blocks.magazine(bytes, alignment);
    long address = home == null || home.countDown() ? Allocator.NULL : blocks.allocate(home);
    Tether tether = Tether.NONE;
    if (address == Allocator.NULL) {
      tether = takeRecorded(with, home, bytes, alignment, site);
      address = tether == Tether.NONE ? take(bytes, alignment) : tether.record.address;
      home = null;
    }
    return new Block(this, address, bytes, home, tether);
  }

  /// Takes a block for an owner that holds its tether, where it is recorded.
  ///
  /// @return [Tether#NONE] where it is not, and to be taken otherwise
  Tether takeTethered(long bytes, long alignment) {
    if (records == null) {
      return Tether.NONE;
    }
    Site site = stacksAll ? Site.here() : null;
    Magazine home = recordsAll ? null : blocks.magazine(bytes, alignment);
    return home == null || home.countDown()
        ? takeRecorded(records, home, bytes, alignment, site)
        : Tether.NONE;
  }

  private Tether takeRecorded(
      RecordedBlocks with,
      @Nullable Magazine home,
      long bytes,
      long alignment,
      @Nullable Site site) {
    SizeException.check(bytes, alignment);
    if (!recordsAll) {
      return with.sample(home, bytes, alignment);
    }
    throwRefusal(bytes, alignment);
    Tether tether = with.takeTethered(bytes, alignment, site);
    if (tether == null) {
      throw noRoom(bytes, alignment);
    }
    return tether;
  }

  private void throwRefusal(long bytes, long alignment) {
    String refusal = refusal(bytes);
    if (refusal != null) {
      throw noRoom(bytes, alignment, refusal);
    }
  }

  /// Why the attribution refuses a block, or `null`.
  private @Nullable String refusal(long bytes) {
    return recordsAll ? Takers.refusal(this, bytes) : null;
  }

  /// The same blocks by address, for code below the level of segments: adapters, collectors,
  /// pagers.
  ///
  /// Safe for use by many threads. Blocks of [#allocate] cannot be freed through it, nor the other
  /// way round. From [Checks#FULL] on, every free is checked against the record of the block, and
  /// what is wrong is thrown as a [MisuseException]; below, as an
  /// [dev.freehold.alloc.InvalidFreeException] where the allocator can tell.
  ///
  /// @return a view of this heap
  public Allocator addresses() {
    return new HeapAllocator(this);
  }

  /// Names blocks of this heap by a checked `long`: an address, and a tag that is refused once the
  /// block is freed.
  ///
  /// Safe for use by many threads. What [Handles#allocate] hands out is freed through the same
  /// handles alone.
  ///
  /// @return handles of their own, without blocks
  public Handles handles() {
    return Handles.of(this);
  }

  /// Opens an arena whose segments are blocks of this heap: a drop-in for [Arena#ofConfined].
  ///
  /// It is confined to this thread, its segments are zeroed, and closing it ends them all and frees
  /// their blocks. It serves alignments up to 2 MiB.
  ///
  /// @return an open arena
  /// @throws IllegalStateException if the heap is closed
  public Arena arena() {
    lifetime.ensureOpen();
    return new HeapArena(this);
  }

  /// The figures, in some tens of microseconds where several threads use the heap.
  ///
  /// @return exact, but that a block that another thread takes or frees meanwhile counts or does
  ///   not
  /// @throws IllegalStateException if the heap is closed
  public HeapStatistics statistics() {
    lifetime.ensureOpen();
    return new HeapStatistics(
        name(), region.bytes(), config.region().limitBytes(), account.figures());
  }

  /// Counts the live blocks by size, in time linear in their number. Works on a closed heap too.
  ///
  /// @return who holds what at one moment
  public HeldReport held() {
    return account.held();
  }

  /// The live blocks one by one, in time linear in their number. Works on a closed heap too.
  ///
  /// @return of one moment, in no order; each with where it was taken, where the level records that
  public List<HeldBlock> heldBlocks() {
    return account.heldBlocks();
  }

  /// The live blocks, each as a leak, the earliest taken first. Works on a closed heap too.
  ///
  /// @return a report for each block that the level records: all of them from [Checks#FULL] on, a
  ///   sample at [Checks#SAMPLED], none below
  public List<Report> leaks() {
    return account.leaks();
  }

  /// What has leaked, or may have, by site, in time linear in the recorded blocks. Works on a
  /// closed heap too.
  ///
  /// @return estimates at [Checks#SAMPLED]; exact from [Checks#FULL] on; empty below
  public LeakReport leakReport() {
    return account.leakReport();
  }

  /// Who takes the memory of this heap, in time linear in the recorded blocks. Works on a closed
  /// heap too.
  ///
  /// @return a copy: estimates at [Checks#SAMPLED]; what is in use from [Checks#FULL] on; empty
  ///   below
  public HeapProfile profile() {
    return account.profile(sampleInterval());
  }

  /// Ends an epoch at [Checks#SAMPLED]: notes what each site has in use. A site whose bytes never
  /// fall over [dev.freehold.track.Tally#WINDOW] epochs, and rise by more than three standard
  /// deviations of the sample, is reported as growing.
  ///
  /// To be called at equal distances long enough for the work to repeat: once a minute, or after so
  /// many requests. Costs time linear in the number of stacks. Has no effect at other levels.
  public void endEpoch() {
    Checker checker = checker();
    if (checker != null) {
      checker.tracker().endEpoch(checker::liveRecords);
    }
  }

  /// Checks every invariant of this heap and its allocator, in time linear in the blocks.
  ///
  /// From [Checks#FULL] on, looks at the canaries of all live blocks and the poison of all freed
  /// ones too.
  ///
  /// No other thread may take or free blocks meanwhile.
  ///
  /// @throws IllegalStateException naming the first that does not hold, or if the heap is closed
  public void verify() {
    lifetime.enter();
    try {
      lifetime.ensureOpen();
      verifyEntered();
    } finally {
      lifetime.leave();
    }
  }

  private void verifyEntered() {
    blocks.verify();
    Checker checker = checker();
    if (checker != null) {
      checker.verify();
    }
    long committed = region.committedBytes() + (checker == null ? 0 : checker.guardedBytes());
    if (charge.bytes() != committed) {
      throw new IllegalStateException(
          "heap '%s': %d bytes are charged to its budget, %d are committed"
              .formatted(name(), charge.bytes(), committed));
    }
  }

  /// Gives back to the operating system, and to the budget, what is committed and lies in no block.
  /// Takes time linear in the holes, and a handshake where several threads use the heap.
  ///
  /// What other threads keep at hand for their next small blocks stays. Listeners of pressure may
  /// call it, for this heap and any other.
  ///
  /// @return the bytes given back, 0 once the heap is closed
  public long trim() {
    long given = blocks.trim();
    charge.tell();
    return given;
  }

  /// What is charged to the budget.
  long chargedBytes() {
    return charge.bytes();
  }

  /// Ends allocation, reports what is held, and unmaps the memory as soon as nothing is. Closing
  /// twice has no effect.
  @Override
  public void close() {
    if (!lifetime.close()) {
      return;
    }
    HeldReport report = null;
    Checker checker = checker();
    try {
      report = held();
      if (checker != null) {
        checker.verify();
      }
    } finally {
      lifetime.leave();
      if (report != null && report.blocks() > 0) {
        if (checker != null) {
          checker.tracker().announceHeld(report.sites());
        }
        config.heldListener().held(report);
      }
    }
  }

  /// Takes a block by address.
  long take(long bytes, long alignment) {
    throwRefusal(bytes, alignment);
    long address = takeAddress(bytes, alignment);
    if (address == Allocator.NULL) {
      throw noRoom(bytes, alignment);
    }
    return address;
  }

  private long takeAddress(long bytes, long alignment) {
    SizeException.check(bytes, alignment);
    if (records != null && recordsAll) {
      return records.takeAddress(bytes, alignment, stacksAll ? Site.here() : null);
    }
    long address = bytes > region.bytes() ? Allocator.NULL : blocks.allocate(bytes, alignment);
    if (address == Allocator.NULL) {
      address = takeAfterTrim(bytes, alignment);
    }
    charge.tell();
    return address;
  }

  /// Committed steps without blocks count against the limit, and those of other heaps against the
  /// budget: has them given back and asks once more, each time.
  private long takeAfterTrim(long bytes, long alignment) {
    lifetime.ensureOpenAfterRefusal();
    charge.forget();
    long address = Allocator.NULL;
    if (bytes <= region.bytes()) {
      blocks.trim();
      address = blocks.allocate(bytes, alignment);
    }
    if (address == Allocator.NULL && charge.trimHolders()) {
      charge.forget();
      address = blocks.allocate(bytes, alignment);
    }
    return address;
  }

  private OffHeapOutOfMemoryException noRoom(long bytes, long alignment) {
    return noRoom(bytes, alignment, region.refusal());
  }

  private OffHeapOutOfMemoryException noRoom(long bytes, long alignment, String refusal) {
    lifetime.ensureOpenAfterRefusal();
    BudgetExceededException refused = charge.refused();
    return new OffHeapOutOfMemoryException(
        bytes, alignment, config, account.figures(), held(), refusal, refused);
  }

  /// Takes a block by address, or returns null where there is no room.
  long takeOrRefuse(long bytes, long alignment) {
    if (refusal(bytes) != null) {
      return Allocator.NULL;
    }
    long address = takeAddress(bytes, alignment);
    if (address == Allocator.NULL) {
      lifetime.ensureOpenAfterRefusal();
      charge.countRefusal();
    }
    return address;
  }

  /// Frees a block, and the memory of a closed heap with its last block.
  void give(long address, Tether tether) {
    try {
      if (records != null && tether != Tether.NONE) {
        records.give(tether, isStacked ? Site.here() : null);
      } else if (records != null && recordsAll) {
        records.checker().giveAt(address, isStacked ? Site.here() : null);
      } else {
        blocks.freeLive(address);
      }
    } finally {
      charge.tell();
      lifetime.afterFree();
    }
  }

  /// Frees a block whose thread has a magazine for it.
  void give(long address, Magazine home) {
    home.give(address);
    lifetime.afterFree();
  }

  /// Frees what a program says is the address of a block.
  void giveAt(long address) {
    try {
      if (records != null && recordsAll) {
        records.checker().giveAt(address, isStacked ? Site.here() : null);
      } else {
        blocks.free(address);
      }
    } finally {
      charge.tell();
      lifetime.afterFree();
    }
  }

  boolean resizeAt(long address, long bytes) {
    lifetime.ensureOpen();
    if (records != null && recordsAll) {
      return records.checker().resizeAt(address, bytes);
    }
    boolean done = bytes <= region.bytes() && blocks.resize(address, bytes);
    charge.tell();
    return done;
  }

  long sizeAt(long address) {
    return records != null && recordsAll
        ? records.checker().sizeOf(address)
        : blocks.sizeOf(address);
  }

  /// A read borrow of a recorded block is opened.
  void reading(BlockRecord record) {
    if (records != null) {
      records.reading(record);
    }
  }

  /// A read borrow of a part of a recorded block is opened.
  void reading(BlockRecord record, long offset, long length) {
    if (records != null) {
      records.reading(record, offset, length);
    }
  }

  /// Changes the size of a block in place, or refuses.
  boolean resize(Block block, @Nullable Magazine home, long bytes) {
    lifetime.ensureOpen();
    if (home != null) {
      return bytes <= home.slotBytes();
    }
    if (records != null && block.tether != Tether.NONE) {
      return records.checker().resize(block.tether.record, bytes);
    }
    boolean done = bytes <= region.bytes() && blocks.resizeLive(block.address(), bytes);
    charge.tell();
    return done;
  }

  boolean isScoped() {
    return scope == null;
  }

  /// Whether every block is recorded.
  boolean isRecorded() {
    return recordsAll;
  }

  /// The scope of segments where blocks have none of their own.
  Arena scope() {
    return Objects.requireNonNull(scope);
  }

  /// What to do to learn more of a misuse.
  String next(BlockRecord record) {
    return record == BlockRecord.NONE
        ? "run with -D%s=full to record where blocks are taken and freed (now: %s)"
            .formatted(Checks.PROPERTY, checks.name().toLowerCase(Locale.ROOT))
        : "look at the places above";
  }

  /// What looks after the recorded blocks, from [Checks#SAMPLED] on.
  @Nullable Checker checker() {
    return records == null ? null : records.checker();
  }

  /// The mean number of bytes from one sample to the next; 0 where none are taken.
  long sampleInterval() {
    return records == null ? 0 : records.sampleInterval();
  }

  /// Tells of blocks that are lost since the last call.
  void announceLost() {
    Checker checker = checker();
    if (checker != null) {
      checker.tracker().announceLost(checker::liveRecords);
    }
  }

  /// Whether an address lies in the memory of this heap.
  boolean contains(long address) {
    Checker checker = checker();
    return checker == null ? region.contains(address) : checker.contains(address);
  }

  /// Where the block that an address lies in was taken, if that is recorded.
  @Nullable Site takenAt(long address) {
    Checker checker = checker();
    BlockRecord record = checker == null ? null : checker.recordAround(address);
    return record == null ? null : record.taken();
  }

  @Override
  public String toString() {
    return "heap '%s'".formatted(name());
  }
}
