package dev.freehold.profile;

import java.util.HashMap;
import java.util.Map;

/// The sampled blocks of one process: those that are live, and frees whose blocks were not seen.
///
/// Events of several threads stand in a file in no order, so a free may come before its block. One
/// whose block never comes was taken before the recording began, and counts for nothing. For one
/// thread.
final class SampledBlocks {
  private final Map<Id, Taken> live = new HashMap<>();
  private final Map<Id, Freed> early = new HashMap<>();

  /// What a taking and a free have in common.
  ///
  /// @param heap its name
  /// @param sample its number
  record Id(String heap, long sample) {}

  /// A sampled block.
  ///
  /// @param tally of its heap and stack
  /// @param size in bytes
  /// @param weight how many blocks of this size it stands for
  record Taken(Tally tally, long size, double weight) {}

  /// A free.
  ///
  /// @param lifeNanos since the taking
  /// @param temporary whether it was soon freed by the thread that took it
  record Freed(long lifeNanos, boolean temporary) {}

  void taken(Id id, Taken block) {
    Freed free = early.remove(id);
    if (free == null) {
      live.put(id, block);
    } else {
      end(block, free);
    }
  }

  void freed(Id id, Freed free) {
    Taken block = live.remove(id);
    if (block == null) {
      early.put(id, free);
    } else {
      end(block, free);
    }
  }

  /// Adds what another file of the same process holds.
  void addAll(SampledBlocks other) {
    other.live.forEach(this::taken);
    other.early.forEach(this::freed);
  }

  /// Counts what is live now.
  void settle() {
    live.values().forEach(block -> block.tally().live(block.size(), block.weight()));
  }

  private static void end(Taken block, Freed free) {
    if (free.temporary()) {
      block.tally().temporary(block.size(), block.weight(), free.lifeNanos());
    }
  }
}
