package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.track.Site;

/// What is said of an address that no live block of a heap starts at, nor lies in.
final class StrayAddress {
  private StrayAddress() {}

  /// Looks whose it is, in time linear in the open heaps.
  ///
  /// @param heap that it was given to
  /// @param isOwn whether it lies in the memory of that heap
  /// @param there what is there, if it does
  static Report report(String heap, long address, boolean isOwn, String there) {
    Heap other = null;
    for (Heap each : HeapLifetime.MAPPED) {
      other = !isOwn && each.contains(address) ? each : other;
    }
    String where =
        other != null
            ? "it is of heap '%s'".formatted(other.name())
            : isOwn ? there : "it is of no heap";
    Defect defect =
        address == Allocator.NULL
            ? Defect.NULL_ACCESS
            : other != null ? Defect.MISMATCHED_HEAP : Defect.INVALID_FREE;
    return new Report(
        defect,
        "address given that no block starts at: " + where,
        "0x%x, given to heap '%s'".formatted(address, heap),
        heap,
        Site.here(),
        null,
        other == null ? null : other.takenAt(address),
        "free what allocate returned, once, through the heap that it came from");
  }
}
