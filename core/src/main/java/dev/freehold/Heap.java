package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.RegionAllocator;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.Region;
import java.lang.foreign.Arena;
import java.util.concurrent.locks.ReentrantLock;

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
/// hands out are confined to the thread that took them. Taking and freeing cost what the allocator
/// costs, under a lock that is held for nothing else.
///
/// ## Closing
///
/// A closed heap hands out no more. Blocks that are still held stay usable: the memory is unmapped
/// when the last of them is closed, so that no segment ever lies over unmapped addresses. What was
/// held is reported to the [HeldListener] of the configuration. A block that is dropped, or whose
/// thread has ended, without being closed is held for ever.
///
/// ```text
///            close, nothing held
///   OPEN ------------------------------> RELEASED (region unmapped)
///     \                                   ^
///      close, blocks held --> CLOSED -----+ last held block closed
///
/// held = number of live blocks of the allocator
/// RELEASED = closed and held = 0
/// ```
///
/// ## Concurrency
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `config`, `region`, `allocator` (the references) | plain | once, before publication | final |
/// | the state of `region` and `allocator` | plain | plain | `lock` |
/// | `held` | plain | plain | `lock` |
/// | `closed` | plain | plain, once: `false` to `true` | `lock` |
///
/// The lock is a leaf: nothing that could wait, and no code of the program but its own allocator,
/// runs under it.
public final class Heap implements AutoCloseable {
  /// The alignment of a block where none is asked for, as that of `malloc`.
  public static final long ALIGNMENT = 16;

  private final HeapConfig config;
  private final Region region;
  private final RegionAllocator allocator;
  private final ReentrantLock lock = new ReentrantLock();
  private long held;
  private boolean closed;

  private Heap(HeapConfig config, Region region, RegionAllocator allocator) {
    this.config = config;
    this.region = region;
    this.allocator = allocator;
  }

  /// Opens a heap on this machine's operating system.
  ///
  /// @param config how
  /// @return a heap without blocks
  /// @throws OsException if the addresses cannot be reserved
  public static Heap open(HeapConfig config) {
    return open(config, Os.current());
  }

  /// Opens a heap.
  ///
  /// @param config how
  /// @param os where its memory comes from
  /// @return a heap without blocks
  /// @throws OsException if the addresses cannot be reserved
  public static Heap open(HeapConfig config, Os os) {
    Region region = Region.reserve(config.region(), os);
    try {
      RegionAllocator allocator = config.allocator().over(region);
      if (allocator.region() != region) {
        throw new IllegalArgumentException(
            "the allocator of heap '%s' serves another region: its factory must pass on the region it is given"
                .formatted(config.name()));
      }
      return new Heap(config, region, allocator);
    } catch (RuntimeException | Error e) {
      region.close();
      throw e;
    }
  }

  /// What messages call this heap.
  ///
  /// @return the name of the configuration
  public String name() {
    return config.name();
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
    long address = take(bytes, alignment);
    try {
      return new Block(this, address, bytes);
    } catch (OutOfMemoryError e) { // of the Java heap
      give(address);
      throw e;
    }
  }

  /// Opens an arena whose segments are blocks of this heap: a drop-in for [Arena#ofConfined].
  ///
  /// It is confined to this thread, its segments are zeroed, and closing it ends them all and frees
  /// their blocks. It serves alignments up to 2 MiB.
  ///
  /// @return an open arena
  /// @throws IllegalStateException if the heap is closed
  public Arena arena() {
    lock.lock();
    try {
      ensureOpen();
    } finally {
      lock.unlock();
    }
    return new HeapArena(this);
  }

  /// A snapshot of the figures.
  ///
  /// @return the exact figures of this moment
  /// @throws IllegalStateException if the heap is closed
  public HeapStatistics statistics() {
    lock.lock();
    try {
      ensureOpen();
      return new HeapStatistics(
          name(), region.bytes(), config.region().limitBytes(), allocator.statistics());
    } finally {
      lock.unlock();
    }
  }

  /// Counts the live blocks by size, in time linear in their number. Works on a closed heap too.
  ///
  /// @return who holds what at this moment
  public HeldReport held() {
    lock.lock();
    try {
      return report();
    } finally {
      lock.unlock();
    }
  }

  /// Checks every invariant of this heap and its allocator, in time linear in the blocks.
  ///
  /// @throws IllegalStateException naming the first that does not hold, or if the heap is closed
  public void verify() {
    lock.lock();
    try {
      ensureOpen();
      allocator.verify();
      long blocks = allocator.statistics().blocks();
      if (held != blocks) {
        throw new IllegalStateException(
            "heap '%s': held = number of live blocks does not hold: %d and %d"
                .formatted(name(), held, blocks));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends allocation, reports what is held, and unmaps the memory as soon as nothing is. Closing
  /// twice has no effect.
  @Override
  public void close() {
    HeldReport report;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      report = report();
      releaseWhereDone();
    } finally {
      lock.unlock();
    }
    if (report.blocks() > 0) {
      config.heldListener().held(report);
    }
  }

  /// Takes a block by address.
  long take(long bytes, long alignment) {
    check(bytes, alignment);
    lock.lock();
    try {
      ensureOpen();
      long address = bytes > region.bytes() ? Allocator.NULL : allocator.allocate(bytes, alignment);
      if (address == Allocator.NULL) {
        address = takeAfterTrim(bytes, alignment);
      }
      held++;
      return address;
    } finally {
      lock.unlock();
    }
  }

  /// Committed steps without blocks count against the limit: gives them back and asks once more.
  private long takeAfterTrim(long bytes, long alignment) {
    long address = Allocator.NULL;
    if (bytes <= region.bytes() && allocator.trim() > 0) {
      address = allocator.allocate(bytes, alignment);
    }
    if (address == Allocator.NULL) {
      throw new OffHeapOutOfMemoryException(
          bytes, alignment, config, allocator.statistics(), report(), region.refusal());
    }
    return address;
  }

  /// Frees a block by address, and the memory of a closed heap with its last block.
  void give(long address) {
    lock.lock();
    try {
      allocator.free(address);
      held--;
      releaseWhereDone();
    } finally {
      lock.unlock();
    }
  }

  /// Changes the size of a block in place, or refuses.
  boolean resize(long address, long bytes) {
    lock.lock();
    try {
      ensureOpen();
      return bytes <= region.bytes() && allocator.resize(address, bytes);
    } finally {
      lock.unlock();
    }
  }

  static void check(long bytes, long alignment) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "bytes is %d: must not be negative; compute sizes with Math.multiplyExact, so that they cannot overflow"
              .formatted(bytes));
    }
    if (alignment <= 0 || Long.bitCount(alignment) != 1 || alignment > Allocator.MAX_ALIGNMENT) {
      throw new IllegalArgumentException(
          "alignment is %d: must be a power of two from 1 to %d (2 MiB)"
              .formatted(alignment, Allocator.MAX_ALIGNMENT));
    }
  }

  private HeldReport report() {
    return held == 0 ? HeldReport.empty(name()) : HeldReport.of(name(), allocator);
  }

  private void releaseWhereDone() {
    if (closed && held == 0) {
      region.close();
    }
  }

  private void ensureOpen() {
    if (closed) {
      throw new IllegalStateException(
          "heap '%s' is closed and hands out no more: close it after the last use, or open another"
              .formatted(name()));
    }
  }

  @Override
  public String toString() {
    return "heap '%s'".formatted(name());
  }
}
