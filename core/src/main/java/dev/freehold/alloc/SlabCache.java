package dev.freehold.alloc;

import dev.freehold.os.Hardware;
import org.jspecify.annotations.Nullable;

/// The slabs of one size class: Bonwick's object cache.
///
/// ```text
/// head -> slab <-> slab <-> slab     linked: slabs with a free slot, the first is taken from
///         full  full  full           not linked: found again by address when a slot is freed
/// ```
///
/// A slab whose first slot is freed goes behind the head, so the head is used up before another is
/// touched and slabs further back drain. At most one empty slab per class, the *reserve*, stays
/// linked, behind the others; the next one to become empty goes back to the page source.
///
/// **Size of a slab.** A large slab is mostly free when its class has few blocks; many small ones
/// lose their tails and cost more visits to the page source. So a class begins with slabs of 4 KiB
/// and takes an eighth of what it already holds, up to 32 KiB: the largest size up to that whose
/// tail is at most a 16th, else the size up to two slots' whose tail is the smallest share.
///
/// **Colour.** The unused end is spread over both ends of the slab, one more [#COLOUR_STEP] in
/// front with each new slab, so that first slots of many slabs do not compete for the same cache
/// sets.
///
/// Invariants:
///
/// ```text
/// a slab is linked = it has a free slot
/// linked slabs with used = 0 are at most 1, and it is the reserve
/// slots = sum of slots over the slabs of the class
/// each slot's address is a multiple of min(lowest bit of slotBytes, PAGE)
/// ```
final class SlabCache {
  /// The unit of slabs.
  static final int PAGE = 4 << 10; // 4 KiB

  private static final int LARGEST_SLAB_PAGES = 8; // 32 KiB
  private static final int SHARE_PER_SLAB = 8;
  private static final int TOLERATED_TAIL = 16;
  private static final int COLOUR_STEP = Hardware.current().lineBytes();

  final int sizeClass;
  final int slotBytes;

  /// The slab to take the next slot from; [SlotRun#NONE] where every slot is taken.
  SlotRun head = SlotRun.NONE;

  /// The live blocks of this class that the page source serves.
  int lone;

  /// The slots of all slabs, free or not.
  long slots;

  /// The last slab seen empty; it is the reserve while its `used` is 0.
  private @Nullable SlotRun emptied;

  private final int colourStep;
  private int colour;

  SlabCache(int sizeClass) {
    this.sizeClass = sizeClass;
    this.slotBytes = SizeClasses.sizeOf(sizeClass);
    this.colourStep = Math.max(COLOUR_STEP, Math.min(Integer.lowestOneBit(slotBytes), PAGE));
  }

  /// The bytes of the slab to take next. Every slot is taken.
  int nextSlabBytes() {
    int least = (slotBytes + PAGE - 1) / PAGE;
    long share = (slots + lone) * slotBytes / SHARE_PER_SLAB / PAGE;
    int wanted = (int) Math.max(least, Math.min(share, LARGEST_SLAB_PAGES));
    int most = Math.max(wanted, Math.min(2 * least, LARGEST_SLAB_PAGES));
    int best = most;
    for (int pages = most; pages >= least; pages--) {
      if (pages <= wanted && tail(pages) * TOLERATED_TAIL <= pages * PAGE) {
        return pages * PAGE;
      }
      if (tail(pages) * best < tail(best) * pages) {
        best = pages;
      }
    }
    return best * PAGE;
  }

  private int tail(int pages) {
    return pages * PAGE % slotBytes;
  }

  /// Makes a slab of a page run and takes from it from now on.
  SlotRun add(long address, int bytes) {
    int count = bytes / slotBytes;
    int colours = (bytes - count * slotBytes) / colourStep + 1;
    colour = colour < colours ? colour : 0;
    SlotRun run = new SlotRun(sizeClass, address, bytes, slotBytes, count, colour * colourStep);
    colour++;
    slots += count;
    link(run);
    return run;
  }

  /// A full slab has a free slot again.
  void link(SlotRun run) {
    if (head == SlotRun.NONE) {
      head = run;
    } else if (head.used == 0) {
      join(run, head);
      head = run;
    } else {
      join(run, head.next);
      join(head, run);
    }
  }

  private static void join(SlotRun before, @Nullable SlotRun after) {
    before.next = after;
    if (after != null) {
      after.previous = before;
    }
  }

  /// The head is full: the next slab becomes the head, the reserve only where there is no other.
  void advance() {
    unlink(head);
    if (head.used == 0) {
      moveBack(head);
    }
  }

  private void moveBack(SlotRun run) {
    if (head == run && run.next != null) {
      unlink(run);
      link(run);
    }
  }

  /// A slab has no free slot any more, or leaves.
  void unlink(SlotRun run) {
    SlotRun before = run.previous;
    SlotRun after = run.next;
    if (before == null) {
      head = after == null ? SlotRun.NONE : after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    run.next = null;
    run.previous = null;
  }

  /// A slab has become empty: makes it the reserve, or refuses where there is one.
  boolean keep(SlotRun run) {
    SlotRun reserve = reserve();
    if (reserve != null && reserve != run) {
      return false;
    }
    emptied = run;
    moveBack(run);
    return true;
  }

  /// The one slab that is linked and empty.
  @Nullable SlotRun reserve() {
    return emptied != null && emptied.used == 0 ? emptied : null;
  }

  /// An empty slab leaves.
  void remove(SlotRun run) {
    unlink(run);
    slots -= run.slots;
    if (emptied == run) {
      emptied = null;
    }
  }

  /// Checks the list against the slabs found by address.
  void verify(SlabAudit audit) {
    int linked = 0;
    SlotRun before = null;
    for (SlotRun run = head == SlotRun.NONE ? null : head; run != null; run = run.next) {
      linked++;
      Invariant.check(!run.isFull(), "%s: linked though full", run);
      Invariant.check(run.previous == before, "%s: previous of next is another", run);
      Invariant.check(run.sizeClass == sizeClass, "%s: linked in class %d", run, sizeClass);
      Invariant.check(run.used > 0 || run == reserve(), "%s: empty, not the reserve", run);
      before = run;
    }
    Invariant.check(
        linked == audit.linked[sizeClass],
        "class of %d bytes: %d slabs linked, %d not full",
        slotBytes,
        linked,
        audit.linked[sizeClass]);
    Invariant.check(
        slots == audit.slots[sizeClass],
        "class of %d bytes: %d slots, counted %d",
        slotBytes,
        slots,
        audit.slots[sizeClass]);
    Invariant.check(
        lone == audit.lone[sizeClass],
        "class of %d bytes: %d lone blocks, counted %d",
        slotBytes,
        lone,
        audit.lone[sizeClass]);
  }
}
