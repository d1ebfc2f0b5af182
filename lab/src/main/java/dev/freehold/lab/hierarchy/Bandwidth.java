package dev.freehold.lab.hierarchy;

import dev.freehold.os.Memory;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig.Pages;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What one thread moves per second, in a working set that fits a level.
///
/// ```text
/// read    the two halves are compared: every byte is loaded
/// write   the whole is filled: every byte is stored
/// copy    one half goes to the other: the bytes of a half are counted once
/// ```
///
/// @param level its name
/// @param workingSetBytes what was moved in each round
/// @param readBytesPerSecond the most of all rounds
/// @param writeBytesPerSecond the most of all rounds
/// @param copyBytesPerSecond the most of all rounds
public record Bandwidth(
    String level,
    long workingSetBytes,
    double readBytesPerSecond,
    double writeBytesPerSecond,
    double copyBytesPerSecond) {
  private static final long ROUND_BYTES = 4 << 20; // 4 MiB, a round of small working sets
  private static final long WORK_BYTES = 1L << 30; // 1 GiB in all
  private static final int LEAST_ROUNDS = 4;
  private static final double NANOS = 1e9;

  /// Measures each level that has a name, in half of its size; RAM in the largest working set.
  static List<Bandwidth> of(List<Level> levels, long mostBytes) {
    List<Bandwidth> all = new ArrayList<>();
    try (Region region = Latencies.region(mostBytes, Pages.NORMAL)) {
      Memory.fill(region.base(), mostBytes, (byte) 1);
      long inner = 0;
      for (Level level : levels) {
        long half = level.foundBytes() == 0 ? mostBytes : level.foundBytes() / 2;
        long bytes = Math.min(mostBytes, half) & -1024;
        if (bytes > inner) {
          all.add(measure(level.name(), region.base(), bytes));
        }
        inner = level.foundBytes();
      }
    }
    return all;
  }

  private static Bandwidth measure(String level, long base, long bytes) {
    long half = bytes / 2;
    MemorySegment lower = Memory.view(base, half);
    MemorySegment upper = Memory.view(base + half, half);
    double write = best(bytes, () -> Memory.fill(base, bytes, (byte) 1));
    double read =
        best(
            bytes,
            () -> {
              if (lower.mismatch(upper) >= 0) {
                throw new IllegalStateException("memory lost what was written to it");
              }
            });
    double copy = best(half, () -> Memory.copy(base, base + half, half));
    return new Bandwidth(level, bytes, read, write, copy);
  }

  private static double best(long bytes, Best.Work work) {
    long times = Math.max(1, ROUND_BYTES / bytes);
    int rounds = (int) Math.max(LEAST_ROUNDS, WORK_BYTES / (times * bytes));
    long nanos =
        Best.nanos(
            rounds,
            () -> {
              for (long time = 0; time < times; time++) {
                work.run();
              }
            });
    return times * bytes * NANOS / Math.max(1, nanos);
  }
}
