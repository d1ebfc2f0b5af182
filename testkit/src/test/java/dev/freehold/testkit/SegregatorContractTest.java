package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.BestFit;
import dev.freehold.alloc.Buddy;
import dev.freehold.alloc.Segregator;
import dev.freehold.region.Region;

class SegregatorContractTest extends TwoRegionContract {
  @Override
  Allocator over(Region first, Region second) {
    return new Segregator(1 << 10, new Buddy(first), new BestFit(second));
  }
}
