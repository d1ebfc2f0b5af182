package dev.freehold;

import dev.freehold.alloc.RegionAllocator;
import dev.freehold.region.Region;

/// Chooses the allocator of a heap: `BestFit::new`, `Slab::new`, or a program's own.
@FunctionalInterface
public interface AllocatorFactory {
  /// Composes the allocator that serves a region. Called once, when a heap is opened.
  ///
  /// @param region empty, and used by nothing else
  /// @return an allocator whose [RegionAllocator#region] is `region`; the heap guards it by a lock
  RegionAllocator over(Region region);
}
