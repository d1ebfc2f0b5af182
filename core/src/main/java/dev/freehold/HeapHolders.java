package dev.freehold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a heap tells of what it holds of its budget: its blocks by the place in the code that took
/// them where that is recorded, else by size, and what lies in no block.
///
/// ```text
/// sum of bytes over blocks and the rest = what the heap has charged
/// ```
///
/// Locks of the heap are waited for, and held by no one who waits for anything but the lock of a
/// budget tree, which is a leaf.
final class HeapHolders implements BudgetHolders {
  private final Heap heap;
  private final HeapCharge charge;

  HeapHolders(Heap heap, HeapCharge charge) {
    this.heap = heap;
    this.charge = charge;
  }

  @Override
  public List<Holder> largest(int most) {
    List<Holder> holders = new ArrayList<>();
    heap.bytesByHolder()
        .forEach((holder, bytes) -> holders.add(new Holder(holder + " in " + heap, bytes)));
    long held = holders.stream().mapToLong(Holder::bytes).sum();
    holders.add(new Holder("outside blocks in " + heap, Math.max(0, charge.bytes() - held)));
    holders.sort(Comparator.comparingLong(Holder::bytes).reversed());
    return holders.subList(0, Math.min(most, holders.size()));
  }

  @Override
  public long trim() {
    return heap.trim();
  }
}
