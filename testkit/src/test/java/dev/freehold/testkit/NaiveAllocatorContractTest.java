package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.region.Region;

/// The contract, met by the plainest allocator.
class NaiveAllocatorContractTest extends AllocatorContract {
  @Override
  protected Allocator over(Region region) {
    return new NaiveAllocator(region);
  }

  @Override
  protected Mix mix() {
    return new Mix(64, 1 << 20, 2 << 20, 50_000);
  }

  @Override
  void tenMillionRandomOperationsAreThoseOfTheModel() {} // as random, and twenty seconds long
}
