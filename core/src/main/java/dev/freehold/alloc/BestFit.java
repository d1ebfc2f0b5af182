package dev.freehold.alloc;

import dev.freehold.region.Region;

/// Best fit: each request takes the smallest hole that is large enough, the lowest of equal ones.
///
/// Large holes are kept for large requests; the last one, the free rest of the committed range that
/// any extension would enlarge, counts as the largest of all and is taken only where no other
/// serves (the "wilderness preservation" of Korn and Vo, 1985: without it, a recorded run of Python
/// takes 23 % more memory). With [FirstFit] the best in memory use on real programs (Wilson et al.
/// 1995, section 3.5).
///
/// Allocate, resize, free: a few word operations for sizes below 64 granules ([SmallHoles]),
/// expected logarithmic in the number of larger holes above ([LargeHoles]). Otherwise as
/// [FirstFit].
public final class BestFit extends SequentialFit {
  private static final int NONE = -1;

  private final Tiling tiling;
  private final SmallHoles small;
  private final LargeHoles large;
  private int wilderness = NONE;

  /// Serves a region with granules of 16 bytes.
  ///
  /// @param region used by nothing else
  public BestFit(Region region) {
    this(region, GRANULE);
  }

  /// Serves a region with granules of a chosen size.
  ///
  /// @param region used by nothing else; of it, at most 2^31 granules are used
  /// @param granuleBytes the unit of sizes and addresses: a power of two from 16 bytes to 32 KiB
  public BestFit(Region region, int granuleBytes) {
    this(region, granuleBytes, new Tiling());
  }

  private BestFit(Region region, int granuleBytes, Tiling tiling) {
    super("best-fit", region, granuleBytes, tiling);
    this.tiling = tiling;
    this.small = new SmallHoles(tiling);
    this.large = new LargeHoles(tiling);
  }

  @Override
  void growIndex(int granules) {
    int leaves = (granules + 63) >>> 6;
    small.grow(leaves);
    large.grow(leaves);
  }

  @Override
  void holeAdded(int granule, int size) {
    if (granule + size == tiling.end()) {
      wilderness = granule;
    } else if (size < SmallHoles.BOUND) {
      small.added(granule, size);
    } else {
      large.added(granule, size);
    }
  }

  @Override
  void holeRemoved(int granule, int size) {
    if (granule == wilderness) {
      wilderness = NONE;
    } else if (size < SmallHoles.BOUND) {
      small.removed(granule, size);
    } else {
      large.removed(granule, size);
    }
  }

  @Override
  int choose(int granules) {
    int hole = granules < SmallHoles.BOUND ? small.smallest(granules) : NONE;
    if (hole == NONE) {
      hole = large.smallest(granules);
    }
    return hole == NONE && wildernessSize() >= granules ? wilderness : hole;
  }

  private int wildernessSize() {
    return wilderness == NONE ? 0 : tiling.end() - wilderness;
  }

  @Override
  int largestHole() {
    int largest = large.largest();
    return Math.max(wildernessSize(), largest > 0 ? largest : small.largest());
  }

  @Override
  long indexBytes() {
    return small.metadataBytes() + large.metadataBytes();
  }

  @Override
  void verifyIndex() {
    int last = tiling.tileAt(tiling.end() - 1);
    Invariant.check(
        wilderness == (last >= 0 && tiling.isHole(last) ? last : NONE),
        "the wilderness at %d",
        wilderness);
    small.verify();
    large.verify();
  }
}
