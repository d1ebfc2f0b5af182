package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.BestFit;
import dev.freehold.region.Region;

class BestFitContractTest extends AllocatorContract {
  @Override
  protected Allocator over(Region region) {
    return new BestFit(region);
  }
}
