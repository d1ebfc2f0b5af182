package dev.freehold.alloc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
/// A slab that a thread owns ([ThreadSlabs]) has a second list, of the slots that other threads have
/// freed: they push, its owner takes the whole list. Such a slot counts as used until then, and
/// its state links to the next one as that of any free slot does.
///
/// Invariants:
///
/// ```text
/// free slots = slots reached from firstFree or returned;  used = slots - slots from firstFree
/// states[s] <= slotBytes for each live slot s
/// address <= first,  first + slots * slotBytes <= address + bytes
/// ```
final class SlotRun {
  /// A slab without slots: what a cache takes from when it has no slab with a free one.
  static final SlotRun NONE = new SlotRun(0, 0, 0, SizeClasses.SMALLEST, 0, 0);

  private static final int RECIPROCAL_SHIFT = 40;

  /// The bit of a state that says that the slot is free; the others are the next free slot.
  private static final int FREE = 1 << 15;

  private static final int END = FREE - 1;

  /// The Java heap that the object itself takes, about.
  private static final int HEADER_BYTES = 136;

  private static final VarHandle RETURNED = Atomics.field(MethodHandles.lookup(), "returned", int.class);

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

  /// The thread's slabs that it is one of, or `null` where it is no thread's.
  @Nullable ThreadSlabs owner;

  /// The next slab in its owner's stack of those with returned slots.
  @Nullable SlotRun nextReturned;

  private final long reciprocal;
  private final char[] states;
  private int firstFree = END;

  /// The slot that another thread freed last, or [#END].
  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile int returned = END;

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

  /// Frees a live slot on behalf of a thread that does not own the slab.
  ///
  /// @return whether it is the first since the owner last took the list
  boolean giveBack(int slot) {
    int before;
    do {
      before = (int) RETURNED.getAcquire(this);
      states[slot] = (char) (FREE | before);
    } while (!RETURNED.compareAndSet(this, before, slot));
    return before == END;
  }

  /// Moves the slots that other threads have freed to the list of free ones.
  void takeReturned() {
    int slot = (int) RETURNED.getAndSet(this, END);
    while (slot != END) {
      int next = states[slot] & ~FREE;
      give(slot);
      slot = next;
    }
  }

  /// The slots that are live. Where other threads use the slab, as of some moment.
  int live() {
    int live = used;
    for (int slot = returned; slot != END; slot = states[slot] & ~FREE) {
      live--;
    }
    return live;
  }

  /// What the live slots were asked for, in bytes. In time linear in the slots.
  long requestedBytes() {
    long sum = 0;
    for (char state : states) {
      sum += state < FREE ? state : 0;
    }
    return sum;
  }

  /// The slot of a live block that starts at an address of this slab.
  int slotAt(long at) {
    return (int) ((at - first) * reciprocal >> RECIPROCAL_SHIFT);
  }

  /// The live slot that starts at an address, or -1.
  int liveAt(long at) {
    int slot = slotAt(at); // of any address: not an index of a slot where it lies in none
    if (Integer.compareUnsigned(slot, slots) >= 0
        || first + (long) slot * slotBytes != at
        || isFree(slot)) {
      return -1;
    }
    return slot;
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
    return isFree(slot) ? "in a free slot (freed already?)" : "inside a block";
  }

  long metadataBytes() {
    return HEADER_BYTES + 2L * states.length;
  }

  /// Visits the slots and the unused ends. `end` is where the page source's block ends.
  void walk(Walkable.Visitor visitor, long end) {
    hole(visitor, address, first);
    for (int slot = 0; slot < slots; slot++) {
      if (isFree(slot)) {
        visitor.hole(addressOf(slot), slotBytes);
      } else {
        visitor.block(addressOf(slot), slotBytes, states[slot]);
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
    int returnedSlots = 0;
    for (int slot = returned; slot != END; slot = states[slot] & ~FREE) {
      Invariant.check(slot < slots && isFree(slot), "%s: slot %d is listed as returned", this, slot);
      Invariant.check(++returnedSlots <= slots, "%s: the list of returned slots has no end", this);
    }
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
      boolean fits = isFree(slot) || states[slot] <= slotBytes;
      Invariant.check(fits, "%s: slot %d is smaller than its block", this, slot);
    }
    Invariant.check(live == used - returnedSlots, "%s: %d live slots", this, live);
  }

  @Override
  public String toString() {
    return "slab of %d slots of %d bytes at 0x%x, %d used"
        .formatted(slots, slotBytes, address, used);
  }
}
