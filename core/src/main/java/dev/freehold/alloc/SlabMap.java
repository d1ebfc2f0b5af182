package dev.freehold.alloc;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds the slab that an address lies in: one reference per 4 KiB of addresses, up to the highest
/// slab so far.
///
/// ```text
/// base                                              pages of the region
///  | slab A | slab B . slab B | not a slab | ...
///      A        B        B         null          runs[page]
/// ```
///
/// Invariant: `runs[p] = r if and only if r.address <= base + p * PAGE < r.address + r.bytes` for a
/// slab `r` that has not left.
final class SlabMap {
  private static final int PAGE_SHIFT = Integer.numberOfTrailingZeros(SlabCache.PAGE);
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private final long base;
  private @Nullable SlotRun[] runs = new SlotRun[16];

  SlabMap(long base) {
    this.base = base;
  }

  /// The slab that owns the page of any address, or `null`.
  @Nullable SlotRun at(long address) {
    @Nullable SlotRun[] all = runs;
    long page = address - base >>> PAGE_SHIFT; // below the base: larger than any length
    return page < all.length ? all[(int) page] : null;
  }

  /// The slab of a slot that was handed out.
  SlotRun of(long address) {
    SlotRun run = at(address);
    if (run == null) {
      throw new AssertionError("0x%x is a slot of no slab".formatted(address));
    }
    return run;
  }

  /// Makes room for a range of pages.
  ///
  /// @return whether the map reaches that far: 8 TiB above the base
  boolean reach(long end) {
    long pages = end - base >>> PAGE_SHIFT;
    if (pages > LONGEST) {
      return false;
    }
    if (pages > runs.length) {
      runs = Arrays.copyOf(runs, (int) Math.min(LONGEST, Math.max(pages, runs.length * 2L)));
    }
    return true;
  }

  void put(SlotRun run) {
    set(run, run);
  }

  void remove(SlotRun run) {
    set(run, null);
  }

  private void set(SlotRun run, @Nullable SlotRun value) {
    int from = (int) (run.address - base >>> PAGE_SHIFT);
    Arrays.fill(runs, from, from + run.bytes / SlabCache.PAGE, value);
  }

  /// Visits each slab once, in ascending order of address.
  void forEach(Consumer<SlotRun> action) {
    SlotRun last = null;
    for (SlotRun run : runs) {
      if (run != null && run != last) {
        action.accept(run);
        last = run;
      }
    }
  }

  long metadataBytes() {
    return 4L * runs.length;
  }

  void verify() {
    for (int p = 0; p < runs.length; p++) {
      SlotRun run = runs[p];
      if (run != null) {
        long at = base + ((long) p << PAGE_SHIFT);
        boolean owns = run.address <= at && at < run.address + run.bytes;
        Invariant.check(owns, "%s: found at 0x%x", run, at);
      }
    }
  }
}
