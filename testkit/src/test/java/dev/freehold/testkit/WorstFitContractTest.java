package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.WorstFit;
import dev.freehold.region.Region;

class WorstFitContractTest extends AllocatorContract {
  @Override
  protected Allocator over(Region region) {
    return new WorstFit(region);
  }
}
