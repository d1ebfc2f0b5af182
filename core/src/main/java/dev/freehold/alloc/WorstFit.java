package dev.freehold.alloc;

import dev.freehold.region.Region;

/// Worst fit: each request takes the lowest of the largest holes.
///
/// What is left of a large hole is large enough to be of use, so the idea goes; in fact it cuts
/// every large hole down, and real programs need much more memory than with any other fit. Here as
/// the measure of the others (Wilson et al. 1995, section 3.5).
///
/// Complexity, metadata, alignment and threading as in [FirstFit]; the largest hole is at the root
/// of the same tree.
public final class WorstFit extends TournamentFit {
  /// Serves a region with granules of 16 bytes.
  ///
  /// @param region used by nothing else
  public WorstFit(Region region) {
    this(region, GRANULE);
  }

  /// Serves a region with granules of a chosen size.
  ///
  /// @param region used by nothing else; of it, at most 2^31 granules are used
  /// @param granuleBytes the unit of sizes and addresses: a power of two from 16 bytes to 32 KiB
  public WorstFit(Region region, int granuleBytes) {
    super("worst-fit", region, granuleBytes);
  }

  @Override
  int choose(int granules) {
    return holes.largest() < granules ? -1 : holes.lowest(holes.largest());
  }
}
