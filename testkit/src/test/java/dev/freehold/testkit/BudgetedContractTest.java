package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.BestFit;
import dev.freehold.alloc.Budgeted;
import dev.freehold.region.Region;

class BudgetedContractTest extends AllocatorContract {
  @Override
  protected Allocator over(Region region) {
    return new Budgeted(new BestFit(region), 48 << 20);
  }
}
