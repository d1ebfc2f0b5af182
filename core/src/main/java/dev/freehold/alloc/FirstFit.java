package dev.freehold.alloc;

import dev.freehold.region.Region;

/// First fit by address: each request takes the lowest hole that is large enough.
///
/// Low addresses fill first, so that the high ones empty and can be given back; long-lived blocks
/// gather at the bottom. Among the best in memory use on real programs, with [BestFit] (Wilson et
/// al. 1995, section 3.5; Johnstone and Wilson, "The memory fragmentation problem: solved?", 1998).
///
/// Allocate, resize, free: logarithmic in the size of the region; see [HoleTree] for how the lowest
/// fitting hole is found without a list. `statistics()` is constant, `verify()`, `walk` and `trim`
/// linear. Metadata: 9 to 15 % of the committed bytes, beside the region. Confined to one thread at
/// a time.
///
/// A request aligned to more than a granule takes the lowest hole that is large enough where the
/// block fits into it once aligned, else the lowest hole in which any alignment fits.
public final class FirstFit extends TournamentFit {
  /// Serves a region with granules of 16 bytes.
  ///
  /// @param region used by nothing else
  public FirstFit(Region region) {
    this(region, GRANULE);
  }

  /// Serves a region with granules of a chosen size.
  ///
  /// @param region used by nothing else; of it, at most 2^31 granules are used
  /// @param granuleBytes the unit of sizes and addresses: a power of two from 16 bytes to 32 KiB
  public FirstFit(Region region, int granuleBytes) {
    super("first-fit", region, granuleBytes);
  }

  @Override
  int choose(int granules) {
    return holes.lowest(granules);
  }
}
