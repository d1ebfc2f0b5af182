package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// The contract of an allocator over two regions: that of the contract, and one more of 64 MiB.
abstract class TwoRegionContract extends AllocatorContract {
  private final List<Region> seconds = new ArrayList<>();

  abstract Allocator over(Region first, Region second);

  @Override
  protected Allocator over(Region region) {
    Region second = Region.reserve(RegionConfig.ofReserve(64 << 20));
    seconds.add(second);
    return over(region, second);
  }

  @AfterEach
  void closeSeconds() {
    seconds.forEach(Region::close);
  }
}
