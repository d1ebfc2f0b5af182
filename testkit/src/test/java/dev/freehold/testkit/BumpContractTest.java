package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.Bump;
import dev.freehold.region.Region;
import java.util.EnumSet;
import java.util.Set;

/// Only what was allocated last is reused when freed; what alignment skips is no hole.
class BumpContractTest extends AllocatorContract {
  @Override
  protected Allocator over(Region region) {
    return new Bump(region);
  }

  @Override
  protected Set<Promise> promises() {
    return EnumSet.of(Promise.BOUNDED, Promise.COALESCES);
  }
}
