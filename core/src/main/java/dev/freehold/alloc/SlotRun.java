package dev.freehold.alloc;

import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// One slab: a run of equal slots, each a live block or free.
///
/// ```text
/// address    first          first + slotBytes                              address + bytes
///    | colour | slot 0 | slot 1 | slot 2 | slot 3 | ...   | slot slots-1 | tail |
///
/// states       40       FREE|3   36       FREE|END
///              live     free     live     free          firstFree = 1
/// ```
///
/// One table beside the region says all about the slots: for a live one the bytes requested, for a
/// free one the next free one. So a block is taken and given back in one entry of one table, the
/// slot freed last, still in the caches, is taken first, and an entry that says *free* is a double
/// free found.
///
/// Invariants:
///
/// ```text
/// free slots = slots reached from firstFree;  used = slots - free slots
/// states[s] <= slotBytes or CACHED for each slot s that is not free
/// address <= first,  first + slots * slotBytes <= address + bytes
/// ```
final class SlotRun {
  /// A slab without slots: what a cache takes from when it has no slab with a free one.
  static final SlotRun NONE = new SlotRun(0, 0, 0, SizeClasses.SMALLEST, 0, 0);

  private static final int RECIPROCAL_SHIFT = 40;

  /// The bit of a state that says that the slot is free; the others are the next free slot.
  private static final int FREE = 1 << 15;

  private static final int END = FREE - 1;

  /// The state of a slot that is taken and of which nothing is noted: it lies in a magazine, or was
  /// taken from one by who notes nothing.
  private static final int CACHED = FREE - 1;

  /// The Java heap that the object itself takes, about.
  private static final int HEADER_BYTES = 120;

  final int sizeClass;
  final long address;
  final int bytes;
  final long first;
  final int slotBytes;
  final int slots;

  int used;

  /// The neighbours in the cache's list of slabs with free slots.
  @Nullable SlotRun next;

  @Nullable SlotRun previous;

  private final long reciprocal;
  private final char[] states;
  private int firstFree = END;

  SlotRun(int sizeClass, long address, int bytes, int slotBytes, int slots, int colour) {
    this.sizeClass = sizeClass;
    this.address = address;
    this.bytes = bytes;
    this.first = address + colour;
    this.slotBytes = slotBytes;
    this.slots = slots;
    // With d <= 2^14 and offsets n < 2^15, n * ceil(2^40 / d) >> 40 is n / d exactly.
    this.reciprocal = ((1L << RECIPROCAL_SHIFT) + slotBytes - 1) / slotBytes;
    this.states = new char[slots];
    if (slots > 0) {
      for (int slot = 0; slot < slots; slot++) {
        states[slot] = (char) (FREE | slot + 1);
      }
      states[slots - 1] = (char) (FREE | END);
      firstFree = 0;
    }
  }

  /// Takes a free slot. There must be one.
  int take(int blockBytes) {
    int slot = firstFree;
    firstFree = states[slot] & ~FREE;
    states[slot] = (char) blockBytes;
    used++;
    return slot;
  }

  /// Frees a live slot.
  void give(int slot) {
    states[slot] = (char) (FREE | firstFree);
    firstFree = slot;
    used--;
  }

  /// The slot of a block that starts at an address of this slab.
  int slotAt(long at) {
    return (int) ((at - first) * reciprocal >> RECIPROCAL_SHIFT);
  }

  /// The live slot that starts at an address, or -1.
  int liveAt(long at) {
    int slot = slotAt(at); // not the index of a slot where the address lies in none
    if (Integer.compareUnsigned(slot, slots) >= 0
        || first + (long) slot * slotBytes != at
        || states[slot] >= CACHED) {
      return -1;
    }
    return slot;
  }

  /// A block has gone to a magazine.
  void cache(int slot) {
    states[slot] = CACHED;
  }

  boolean isCached(int slot) {
    return states[slot] == CACHED;
  }

  boolean isFree(int slot) {
    return states[slot] >= FREE;
  }

  long addressOf(int slot) {
    return first + (long) slot * slotBytes;
  }

  int requested(int slot) {
    return states[slot];
  }

  void request(int slot, int blockBytes) {
    states[slot] = (char) blockBytes;
  }

  boolean isFull() {
    return firstFree == END;
  }

  /// What stands at an address of this slab where no live block starts.
  String standing(long at) {
    int slot = slotAt(at);
    if (slot < 0 || slot >= slots || at < first) {
      return "in the unused ends of a slab";
    }
    return isFree(slot) || isCached(slot) ? "in a free slot (freed already?)" : "inside a block";
  }

  long metadataBytes() {
    return HEADER_BYTES + 2L * states.length;
  }

  /// Visits the slots and the unused ends. `end` is where the page source's block ends.
  void walk(Walkable.Visitor visitor, long end, LongPredicate cached) {
    hole(visitor, address, first);
    for (int slot = 0; slot < slots; slot++) {
      char state = states[slot]; // once: another thread may free the block meanwhile
      if (state >= FREE || cached.test(addressOf(slot))) {
        visitor.hole(addressOf(slot), slotBytes);
      } else {
        visitor.block(addressOf(slot), slotBytes, state == CACHED ? slotBytes : state);
      }
    }
    hole(visitor, addressOf(slots), end);
  }

  private static void hole(Walkable.Visitor visitor, long from, long to) {
    if (to > from) {
      visitor.hole(from, to - from);
    }
  }

  void verify() {
    int freeSlots = 0;
    for (int slot = firstFree; slot != END; slot = states[slot] & ~FREE) {
      Invariant.check(slot < slots && isFree(slot), "%s: slot %d is listed as free", this, slot);
      Invariant.check(++freeSlots <= slots, "%s: the list of free slots has no end", this);
    }
    Invariant.check(used == slots - freeSlots, "%s: used = slots - free slots", this);
    Invariant.check(address <= first, "%s: slots begin before it", this);
    Invariant.check(addressOf(slots) <= address + bytes, "%s: slots end after it", this);
    int live = 0;
    for (int slot = 0; slot < slots; slot++) {
      live += isFree(slot) ? 0 : 1;
      boolean fits = isFree(slot) || isCached(slot) || states[slot] <= slotBytes;
      Invariant.check(fits, "%s: slot %d is smaller than its block", this, slot);
    }
    Invariant.check(live == used, "%s: %d live slots", this, live);
  }

  @Override
  public String toString() {
    return "slab of %d slots of %d bytes at 0x%x, %d used"
        .formatted(slots, slotBytes, address, used);
  }
}
