package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.RegionAllocator;
import dev.freehold.region.Region;

/// What can be touched without ending the process, where that is known: the committed part of a
/// region.
final class Reach {
  private Reach() {}

  /// Checks that a block which an allocator handed out can be touched.
  ///
  /// @throws AssertionError if the allocator is of a region and the block lies outside it, or where
  ///   nothing is committed
  static void check(Allocator allocator, long address, long bytes) {
    if (allocator instanceof RegionAllocator of && bytes > 0) {
      Region region = of.region();
      if (!region.contains(address) || !region.contains(address + bytes - 1)) {
        throw new AssertionError(
            "0x%x of %d bytes is outside %s".formatted(address, bytes, region));
      }
      if (!region.isCommitted(address - region.base(), bytes)) {
        throw new AssertionError("0x%x of %d bytes is not committed".formatted(address, bytes));
      }
    }
  }
}
