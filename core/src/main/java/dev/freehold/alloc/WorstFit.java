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
public final class WorstFit extends SequentialFit {
  private final HoleTree holes;

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
    this(region, granuleBytes, new Tiling());
  }

  private WorstFit(Region region, int granuleBytes, Tiling tiling) {
    super("worst-fit", region, granuleBytes, tiling);
    this.holes = new HoleTree(tiling);
  }

  @Override
  void growIndex(int granules) {
    holes.grow((granules + 63) >>> 6);
  }

  @Override
  void holeAdded(int granule, int size) {
    holes.added(granule, size);
  }

  @Override
  void holeRemoved(int granule, int size) {
    holes.removed(granule, size);
  }

  @Override
  int choose(int granules) {
    return holes.largest() < granules ? -1 : holes.lowest(holes.largest());
  }

  @Override
  int largestHole() {
    return holes.largest();
  }

  @Override
  long indexBytes() {
    return holes.metadataBytes();
  }

  @Override
  void verifyIndex() {
    holes.verify();
  }
}
