package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.BestFit;
import dev.freehold.alloc.PerThread;
import dev.freehold.region.Region;
import java.util.EnumSet;
import java.util.Set;

/// Free slots are holes of their own, and a class keeps its last slab.
final class PerThreadContractTest extends AllocatorContract {
  @Override
  protected Allocator over(Region region) {
    return new PerThread(new BestFit(region));
  }

  @Override
  protected Set<Promise> promises() {
    return EnumSet.of(Promise.BOUNDED, Promise.REUSES);
  }

  @Override
  protected boolean keepsPeaks() {
    return false;
  }
}
