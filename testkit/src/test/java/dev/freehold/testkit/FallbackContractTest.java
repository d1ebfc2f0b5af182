package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.BestFit;
import dev.freehold.alloc.Budgeted;
import dev.freehold.alloc.Fallback;
import dev.freehold.alloc.Slab;
import dev.freehold.region.Region;

/// A small first allocator, so that both serve.
class FallbackContractTest extends TwoRegionContract {
  @Override
  Allocator over(Region first, Region second) {
    BestFit small = new BestFit(first);
    return new Fallback(new Budgeted(small, 1 << 20), small, new Slab(second));
  }
}
