package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.Buddy;
import dev.freehold.region.Region;
import java.util.EnumSet;
import java.util.Set;

/// Two free blocks that are no buddies stay two holes.
class BuddyContractTest extends AllocatorContract {
  @Override
  protected Allocator over(Region region) {
    return new Buddy(region);
  }

  @Override
  protected Set<Promise> promises() {
    return EnumSet.of(Promise.BOUNDED, Promise.REUSES, Promise.COALESCES);
  }
}
