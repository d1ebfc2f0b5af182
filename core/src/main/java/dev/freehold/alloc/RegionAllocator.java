package dev.freehold.alloc;

import dev.freehold.region.Region;

/// An allocator that serves the blocks of one region and keeps its metadata beside it.
///
/// The region must be used by nothing else while the allocator lives; closing the region ends both.
public interface RegionAllocator
    extends Allocator, Owning, Measured, Trimmable, Verifiable, Walkable {
  /// The region that the blocks lie in.
  ///
  /// @return the region given to the constructor
  Region region();

  @Override
  default boolean owns(long address) {
    return region().contains(address);
  }
}
