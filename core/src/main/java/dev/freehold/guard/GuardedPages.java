package dev.freehold.guard;

import dev.freehold.alloc.Allocator;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.Payer;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.region.RegionConfig.Placement;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// Blocks with a guard page on either side: a touch beyond throws at once, as does a touch after
/// the free.
///
/// ```text
///   guard | guard guard | block pages .....  [block] | guard | ..
///          freed before   slack to the left, or right  next
/// ```
///
/// A block is put to the left or to the right end of its pages at random, so that overflows and
/// underflows are both found, one of them by the byte.
///
/// The addresses are gone through from the lowest to the highest, and then again: a freed block
/// guards for as long as it takes to come round, and until 10,000 others have been freed after it.
/// Blocks that live or wait are passed over; where no room is left between them, those that have
/// waited longest wait no more.
///
/// ```text
///   | guards, free again | live | guards, free again | waiting | guards | next | never used .. |
///   0                                                                  next             bytes
///
/// occupied = pages of the live, the waiting, and the freed that could not be made guards
/// no two of them overlap, a guard page is between two
/// live blocks of all heaps of the process <= cap,  waiting <= most waiting, the earliest freed first
/// a page from unused on has never been a guard nor of a block
/// ```
///
/// The slack is filled with a random byte; whoever writes there is found by [#changed].
///
/// Each live block splits the map of the process, which the kernel limits ([Os#mapLimit]), so those
/// of all heaps are counted together: beyond the cap, or where the kernel or the platform refuses,
/// [#allocate] returns 0, and the caller falls back to canaries. A guard that cannot be made never
/// fails an allocation.
///
/// Confined to one thread at a time. Electric Fence (Perens, 1987); guards that throw instead of
/// ending the process: `docs/guide/protection.md`.
public final class GuardedPages implements AutoCloseable {
  /// The share of the map entries of the process that guards may use: one in so many.
  private static final int MAP_SHARE = 4;

  /// Map entries that a live block takes: its pages, and the guards behind it.
  private static final int ENTRIES_PER_BLOCK = 2;

  /// How many blocks are freed after a block before its addresses are used again, at least, where
  /// there is room.
  private static final int WAITING = 10_000;

  /// The live blocks of all heaps.
  private static final AtomicLong OF_PROCESS = new AtomicLong();

  private static final long MOST_RESERVE = 64L << 30; // 64 GiB of addresses
  private static final long RESERVE_SHARE = 64;
  private static final long LIMIT_WHERE_UNKNOWN = 65_530; // Linux's default

  private final Region region;
  private final Payer payer;
  private final long pageBytes;
  private final long cap;
  private final SplittableRandom random;
  private final byte filling;
  private final int mostWaiting;

  /// Where occupied pages end, by where they start.
  private final TreeMap<Long, Long> occupied = new TreeMap<>();

  private final ArrayDeque<Long> waiting = new ArrayDeque<>();

  /// Where the next block's first guard page is looked for.
  private long next;

  private long unused;
  private long live;
  private long refused;
  private long chargedBytes;

  /// Reserves addresses for blocks that nobody is charged for: 64 times those of the heap, up to 64
  /// GiB.
  ///
  /// @param os whose pages
  /// @param seed of its random choices
  /// @param heapBytes the addresses of the heap whose blocks are to be guarded
  /// @throws OsException if the addresses cannot be reserved
  public GuardedPages(Os os, long seed, long heapBytes) {
    this(os, seed, heapBytes, Payer.NOBODY);
  }

  /// Reserves addresses: 64 times those of the heap, up to 64 GiB.
  ///
  /// @param os whose pages
  /// @param seed of its random choices
  /// @param heapBytes the addresses of the heap whose blocks are to be guarded
  /// @param payer charged for the pages of live blocks; guard pages hold no memory
  /// @throws OsException if the addresses cannot be reserved
  public GuardedPages(Os os, long seed, long heapBytes, Payer payer) {
    this(
        os,
        seed,
        RESERVE_SHARE * Math.min(heapBytes, MOST_RESERVE / RESERVE_SHARE),
        WAITING,
        payer);
  }

  GuardedPages(Os os, long seed, long reserve, int mostWaiting, Payer payer) {
    this.payer = payer;
    this.pageBytes = os.pageBytes();
    this.mostWaiting = mostWaiting;
    this.region =
        Region.reserve(RegionConfig.ofReserve(reserve).withPlacement(Placement.RANDOM), os);
    this.cap = os.mapLimit().orElse(LIMIT_WHERE_UNKNOWN) / MAP_SHARE / ENTRIES_PER_BLOCK;
    this.random = new SplittableRandom(seed);
    this.filling = (byte) (1 + random.nextInt(255));
  }

  /// Takes a block.
  ///
  /// @param bytes its size, at least 0
  /// @param alignment a power of two, at most an OS page
  /// @return its address, or [Allocator#NULL] where no guard can be made
  public long allocate(long bytes, long alignment) {
    long pages = pagesOf(bytes);
    long span = pages + 2 * pageBytes;
    if (alignment > pageBytes || OF_PROCESS.get() >= cap || span > region.bytes() / 8) {
      refused++;
      return Allocator.NULL;
    }
    long first = find(span);
    while (first < 0 && !waiting.isEmpty()) {
      endWaiting(waiting.size() / 2);
      first = find(span);
    }
    if (first < 0 || !occupy(first, pages)) {
      refused++;
      return Allocator.NULL;
    }
    long start = first + pageBytes;
    next = start + pages;
    live++;
    OF_PROCESS.incrementAndGet();
    long slack = pages - Math.max(bytes, 1) & -alignment;
    long address = region.base() + start + (random.nextBoolean() ? slack : 0);
    long after = address + bytes;
    Memory.fill(region.base() + start, address - region.base() - start, filling);
    Memory.fill(after, region.base() + start + pages - after, filling);
    return address;
  }

  /// Has pages paid for and opened between two guards, or leaves all as it was: also where the Java
  /// heap is full.
  private boolean occupy(long first, long pages) {
    if (!payer.charge(pages)) {
      return false;
    }
    chargedBytes += pages;
    long start = first + pageBytes;
    boolean isOpen = false;
    try {
      occupied.put(start, start + pages);
      isOpen = open(first, pages);
      return isOpen;
    } finally {
      if (!isOpen) {
        occupied.remove(start);
        discharge(pages);
      }
    }
  }

  private void discharge(long pages) {
    chargedBytes -= pages;
    payer.discharge(pages);
  }

  /// The next free range, with the guard pages at both its ends, or -1. In time logarithmic in the
  /// occupied ranges, for each that is passed over.
  private long find(long span) {
    long end = region.bytes();
    long at = next;
    for (boolean isRound = false; ; ) {
      if (at + span > end) {
        if (isRound) {
          return -1;
        }
        isRound = true;
        at = 0;
      }
      Map.Entry<Long, Long> last = occupied.lowerEntry(at + span);
      if (last == null || last.getValue() <= at) {
        return at;
      }
      at = last.getValue();
    }
  }

  /// Makes pages memory between two guards. Where that is refused, they guard as before.
  private boolean open(long first, long pages) {
    long start = first + pageBytes;
    long end = start + pages + pageBytes;
    boolean isUsed = start < unused;
    unused = Math.max(unused, end);
    try {
      if (!region.commit(first, end - first)
          || !region.guard(first, pageBytes)
          || !region.guard(start + pages, pageBytes)) {
        return false;
      }
      if (isUsed) {
        region.unguard(start, pages);
      }
      return true;
    } catch (OsException e) {
      return false;
    }
  }

  private long pagesOf(long bytes) {
    long most = region.bytes();
    return bytes > most ? most : Math.max(pageBytes, bytes + pageBytes - 1 & -pageBytes);
  }

  /// Looks whether someone wrote beside a live block, within its pages.
  ///
  /// @param address where the block starts
  /// @param bytes its size
  /// @return the changed byte that is nearest to the block, one after it before one in front of it,
  ///   or [Allocator#NULL] where none is
  public long changed(long address, long bytes) {
    long start = region.base() + ((address - region.base()) & -pageBytes);
    long end = start + pagesOf(bytes);
    for (long at = address + bytes; at < end; at++) {
      if (Memory.getByte(at) != filling) {
        return at;
      }
    }
    for (long at = address - 1; at >= start; at--) {
      if (Memory.getByte(at) != filling) {
        return at;
      }
    }
    return Allocator.NULL;
  }

  /// Frees a block: its pages guard from now on.
  ///
  /// @param address of a live block
  /// @param bytes its size
  public void free(long address, long bytes) {
    long start = (address - region.base()) & -pageBytes;
    live--;
    OF_PROCESS.decrementAndGet();
    try {
      region.guard(start, pagesOf(bytes));
      discharge(pagesOf(bytes));
      waiting.addLast(start);
      endWaiting(mostWaiting);
    } catch (OsException e) {
      refused++; // the pages stay as they are, charged: a late use is not found, nothing worse
    }
  }

  /// The addresses of those freed first may be used again, until so many wait.
  private void endWaiting(int left) {
    while (waiting.size() > left) {
      occupied.remove(waiting.removeFirst());
    }
  }

  /// How many freed blocks have addresses that are not used again yet: those freed last.
  ///
  /// @return from 0
  public int waiting() {
    return waiting.size();
  }

  /// What the payer is charged: the pages of live blocks, and of freed ones that could not be
  /// guarded.
  ///
  /// @return exact bytes
  public long chargedBytes() {
    return chargedBytes;
  }

  /// The pages of the block that the address lies in or beside: for words about a fault.
  ///
  /// @param address any
  /// @return whether it lies among these pages
  public boolean contains(long address) {
    return region.contains(address);
  }

  /// How many blocks live between guards.
  ///
  /// @return from 0
  public long live() {
    return live;
  }

  /// How often a guard could not be made.
  ///
  /// @return from 0
  public long refused() {
    return refused;
  }

  @Override
  public void close() {
    try {
      region.close();
    } finally {
      OF_PROCESS.addAndGet(-live);
      live = 0;
      if (chargedBytes > 0) {
        discharge(chargedBytes);
      }
    }
  }
}
