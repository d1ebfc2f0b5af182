package dev.freehold.lab.replay;

import dev.freehold.alloc.BestFit;
import dev.freehold.alloc.Buddy;
import dev.freehold.alloc.FirstFit;
import dev.freehold.alloc.RegionAllocator;
import dev.freehold.alloc.Slab;
import dev.freehold.alloc.WorstFit;
import dev.freehold.region.Region;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The allocators that a trace can be replayed on, by their names on the command line.
public enum AllocatorKind {
  /// The lowest hole that fits.
  FIRST_FIT("first-fit"),
  /// The smallest hole that fits.
  BEST_FIT("best-fit"),
  /// The largest hole.
  WORST_FIT("worst-fit"),
  /// Blocks of powers of two.
  BUDDY("buddy"),
  /// Caches of equal blocks.
  SLAB("slab");

  private final String label;

  AllocatorKind(String label) {
    this.label = label;
  }

  /// The name on the command line.
  ///
  /// @return for example `best-fit`
  public String label() {
    return label;
  }

  private RegionAllocator over(Region region) {
    return switch (this) {
      case FIRST_FIT -> new FirstFit(region);
      case BEST_FIT -> new BestFit(region);
      case WORST_FIT -> new WorstFit(region);
      case BUDDY -> new Buddy(region);
      case SLAB -> new Slab(region);
    };
  }

  /// This kind over regions of its own.
  ///
  /// @param limitBytes the most bytes that a region may commit
  /// @return a candidate of the same name
  public RegionCandidate candidate(long limitBytes) {
    return new RegionCandidate(label, this::over, limitBytes);
  }

  /// The kind of a name.
  ///
  /// @param label a name on the command line
  /// @return empty where there is none
  public static Optional<AllocatorKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  /// All names.
  ///
  /// @return in the order of the constants
  public static List<String> labels() {
    return Arrays.stream(values()).map(AllocatorKind::label).toList();
  }
}
