package dev.freehold.alloc;

import dev.freehold.region.Region;

/// A sequential fit that finds its hole in a [HoleTree].
abstract sealed class TournamentFit extends SequentialFit permits FirstFit, WorstFit {
  final HoleTree holes;

  TournamentFit(String name, Region region, int granuleBytes) {
    this(name, region, granuleBytes, new Tiling());
  }

  private TournamentFit(String name, Region region, int granuleBytes, Tiling tiling) {
    super(name, region, granuleBytes, tiling);
    this.holes = new HoleTree(tiling);
  }

  @Override
  final void growIndex(int granules) {
    holes.grow((granules + 63) >>> 6);
  }

  @Override
  final void holeAdded(int granule, int size) {
    holes.added(granule, size);
  }

  @Override
  final void holeRemoved(int granule, int size) {
    holes.removed(granule, size);
  }

  @Override
  final int largestHole() {
    return holes.largest();
  }

  @Override
  final long indexBytes() {
    return holes.metadataBytes();
  }

  @Override
  final void verifyIndex() {
    holes.verify();
  }
}
