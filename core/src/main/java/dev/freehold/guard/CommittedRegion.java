package dev.freehold.guard;

import dev.freehold.os.Os;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.region.RegionConfig.Pages;
import dev.freehold.region.RegionConfig.Placement;

/// Reserves regions of whole OS pages at random addresses, all committed.
final class CommittedRegion {
  private static final long MOST_BYTES = 1 << 30; // 1 GiB

  private CommittedRegion() {}

  static Region reserve(long bytes, Os os) {
    if (bytes <= 0 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "bytes is %d: must be from 1 to 2^30 (1 GiB)".formatted(bytes));
    }
    Region region =
        Region.reserve(
            RegionConfig.ofReserve(bytes)
                .withStep(os.pageBytes())
                .withPages(Pages.NORMAL)
                .withPlacement(Placement.RANDOM),
            os);
    if (region.commit(0, region.bytes())) {
      return region;
    }
    String refusal = region.refusal();
    region.close();
    throw new ProtectedMemoryException(
        "no memory for %d bytes".formatted(bytes),
        refusal,
        "protected memory is committed as a whole -> docs/guide/protection.md",
        "ask for less, or see docs/guide/os-and-region.md for the limits of the system");
  }
}
