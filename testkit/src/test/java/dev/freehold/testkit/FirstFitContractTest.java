package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.FirstFit;
import dev.freehold.region.Region;

class FirstFitContractTest extends AllocatorContract {
  @Override
  protected Allocator over(Region region) {
    return new FirstFit(region);
  }
}
