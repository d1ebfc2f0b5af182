package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.Measured;
import dev.freehold.alloc.Statistics;
import dev.freehold.alloc.Walkable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be seen of an allocator's state, to show that a refused operation left it alone.
///
/// Committed and metadata bytes are left out: a refused operation may have grown a table, or tried
/// to commit.
///
/// @param statistics the figures, without those; `null` where the allocator is not measured
/// @param parts the blocks and holes; empty where the allocator cannot be walked
record Snapshot(@Nullable Statistics statistics, List<Layout.Part> parts) {
  static Snapshot of(Allocator allocator) {
    return new Snapshot(
        allocator instanceof Measured measured ? without(measured.statistics()) : null,
        allocator instanceof Walkable walkable ? Layout.of(walkable).parts() : List.of());
  }

  private static Statistics without(Statistics all) {
    return new Statistics(
        all.blocks(),
        all.requestedBytes(),
        all.allocatedBytes(),
        0,
        all.holeBytes(),
        all.largestHoleBytes(),
        all.peakRequestedBytes(),
        all.peakAllocatedBytes(),
        0,
        0);
  }
}
