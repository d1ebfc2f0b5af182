package dev.freehold;

import dev.freehold.track.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a heap tells of what it holds of its budget: its blocks by the place in the code that took
/// them where that is recorded, else by size, and what lies outside blocks.
///
/// ```text
/// sum of bytes, of places or sizes, of other blocks, and outside blocks = what the heap has charged
/// ```
///
/// At [Checks#SAMPLED] places are estimates, and so is the sum.
///
/// Locks of the heap are waited for, and held by no one who waits for anything but the lock of a
/// budget tree, which is a leaf.
final class HeapHolders implements BudgetHolders {
  private final Heap heap;

  HeapHolders(Heap heap) {
    this.heap = heap;
  }

  @Override
  public List<Holder> largest(int most) {
    HeldReport held = heap.held();
    List<Holder> holders = new ArrayList<>();
    long named = 0;
    for (Map.Entry<String, Long> each : named(held).entrySet()) {
      holders.add(new Holder(each.getKey(), each.getValue()));
      named += each.getValue();
    }
    if (held.bytes() > named) {
      holders.add(new Holder("other blocks in " + heap, held.bytes() - named));
    }
    holders.add(
        new Holder("outside blocks in " + heap, Math.max(0, heap.chargedBytes() - held.bytes())));
    holders.sort(Comparator.comparingLong(Holder::bytes).reversed());
    return holders.subList(0, Math.min(most, holders.size()));
  }

  private Map<String, Long> named(HeldReport held) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    for (LeakSite site : held.sites()) { // two may differ in the calls that led to one place
      String place = Site.line(site.place()) + " in " + heap;
      String name = site.amount().variance() > 0 ? place + ", about" : place;
      bytes.merge(name, Math.round(site.amount().bytes()), Long::sum);
    }
    if (bytes.isEmpty()) {
      held.sizes().forEach(size -> bytes.put(size + " in " + heap, size.sum()));
    }
    return bytes;
  }

  @Override
  public long trim() {
    return heap.trim();
  }
}
