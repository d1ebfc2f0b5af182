package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.Slab;
import dev.freehold.region.Region;
import java.util.EnumSet;
import java.util.Set;

/// Free slots are holes of their own, and a class keeps its last slab.
class SlabContractTest extends AllocatorContract {
  @Override
  protected Allocator over(Region region) {
    return new Slab(region);
  }

  @Override
  protected Set<Promise> promises() {
    return EnumSet.of(Promise.BOUNDED, Promise.REUSES);
  }
}
