package dev.freehold.guard;

import dev.freehold.alloc.Allocator;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.Payer;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.region.RegionConfig.Placement;
import java.util.SplittableRandom;

/// Blocks with a guard page on either side: a touch beyond throws at once, as does a touch after
/// the free.
///
/// ```text
///   guard | guard guard | block pages .....  [block] | guard | ..
///          freed before   slack to the left, or right  next
/// ```
///
/// A block is put to the left or to the right end of its pages at random, so that overflows and
/// underflows are both found, one of them by the byte. Addresses are not used again, so that a
/// freed block guards for good; once the region is gone through, canaries must do.
///
/// The slack is filled with a random byte; whoever writes there is found by [#changed].
///
/// Each live block splits the map of the process, which the kernel limits ([Os#mapLimit]): beyond
/// the cap, or where the kernel or the platform refuses, [#allocate] returns 0, and the caller
/// falls back to canaries. A guard that cannot be made never fails an allocation.
///
/// Confined to one thread at a time. Electric Fence (Perens, 1987); guards that throw instead of
/// ending the process: `docs/guide/protection.md`.
public final class GuardedPages implements AutoCloseable {
  /// The share of the map entries of the process that guards may use: one in so many.
  private static final int MAP_SHARE = 4;

  /// Map entries that a live block takes: its pages, and the guards behind it.
  private static final int ENTRIES_PER_BLOCK = 2;

  private static final long RESERVE = 64L << 30; // 64 GiB of addresses
  private static final long LIMIT_WHERE_UNKNOWN = 65_530; // Linux's default

  private final Region region;
  private final Payer payer;
  private final long pageBytes;
  private final long cap;
  private final SplittableRandom random;
  private final byte filling;
  private long next;
  private long live;
  private long refused;
  private long chargedBytes;

  /// Reserves addresses for blocks that nobody is charged for.
  ///
  /// @param os whose pages
  /// @param seed of its random choices
  /// @throws OsException if the addresses cannot be reserved
  public GuardedPages(Os os, long seed) {
    this(os, seed, Payer.NOBODY);
  }

  /// Reserves addresses.
  ///
  /// @param os whose pages
  /// @param seed of its random choices
  /// @param payer charged for the pages of live blocks; guard pages hold no memory
  /// @throws OsException if the addresses cannot be reserved
  public GuardedPages(Os os, long seed, Payer payer) {
    this.payer = payer;
    this.pageBytes = os.pageBytes();
    this.region =
        Region.reserve(RegionConfig.ofReserve(RESERVE).withPlacement(Placement.RANDOM), os);
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
    if (alignment > pageBytes || live >= cap || span > region.bytes() / 8) {
      refused++;
      return Allocator.NULL;
    }
    if (next + span > region.bytes()) {
      refused++;
      return Allocator.NULL;
    }
    long start = next + pageBytes;
    if (!payer.charge(pages)) {
      refused++;
      return Allocator.NULL;
    }
    if (!fence(next, span)) {
      payer.discharge(pages);
      refused++;
      return Allocator.NULL;
    }
    chargedBytes += pages;
    next += pages + pageBytes;
    live++;
    long slack = pages - bytes & -alignment;
    long address = region.base() + start + (random.nextBoolean() ? slack : 0);
    long after = address + bytes;
    Memory.fill(region.base() + start, address - region.base() - start, filling);
    Memory.fill(after, region.base() + start + pages - after, filling);
    return address;
  }

  /// Commits a span whose first and last pages guard.
  private boolean fence(long offset, long span) {
    try {
      return region.commit(offset, span)
          && region.guard(offset, pageBytes)
          && region.guard(offset + span - pageBytes, pageBytes);
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
    try {
      region.guard(start, pagesOf(bytes));
      chargedBytes -= pagesOf(bytes);
      payer.discharge(pagesOf(bytes));
    } catch (OsException e) {
      refused++; // the pages stay as they are, charged: a late use is not found, nothing worse
    }
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
      if (chargedBytes > 0) {
        payer.discharge(chargedBytes);
        chargedBytes = 0;
      }
    }
  }
}
