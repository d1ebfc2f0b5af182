package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.testkit.ShadowRun.Outcome;
import java.util.function.Function;

/// Runs sequences on fresh allocators, and makes a failure small enough to read.
///
/// ```java
/// ShadowCheck check = new ShadowCheck(RegionConfig.ofReserve(256 << 20), BestFit::new);
/// check.check(OperationSequence.generate(1, 200_000, Mix.STANDARD));
/// ```
///
/// A failure prints the smallest sequence that still fails. [OperationSequence#parse] reads it
/// back, so that it can stand in a test as it is.
public final class ShadowCheck {
  private static final long SHRINKING = 100_000_000; // operations: about a minute
  private static final int SHORT = 4096; // operations: short enough to check everything each time
  private static final int INTERVAL = 1 << 16;

  private final RegionConfig config;
  private final Function<Region, ? extends Allocator> factory;

  /// Checks the allocators of a factory.
  ///
  /// @param config the region for each run
  /// @param factory makes an allocator over the region, or over anything else
  public ShadowCheck(RegionConfig config, Function<Region, ? extends Allocator> factory) {
    this.config = config;
    this.factory = factory;
  }

  /// Runs a sequence on a fresh allocator over a fresh region.
  ///
  /// @param sequence what to do; where it is short, everything is checked after every operation
  /// @return what the run met
  /// @throws Difference at the first difference
  public Outcome run(OperationSequence sequence) {
    try (Region region = Region.reserve(config)) {
      int interval = sequence.length() <= SHORT ? 1 : INTERVAL;
      return ShadowRun.run(factory.apply(region), sequence, interval);
    }
  }

  /// As [#run], with a shrunk failure.
  ///
  /// @param sequence what to do
  /// @return what the run met
  /// @throws AssertionError with the smallest failing sequence found, and what it does
  public Outcome check(OperationSequence sequence) {
    try {
      return run(sequence);
    } catch (Difference first) {
      int end = Math.min(first.index() + 1, sequence.length());
      OperationSequence failing = sequence.without(end, sequence.length());
      OperationSequence smallest = Shrinker.shrink(failing, this::fails, SHRINKING);
      throw new AssertionError(
          "%s%nThe smallest sequence that fails has %d of %d operations:%n%s%n%s"
              .formatted(first.getMessage(), smallest.length(), end, smallest, failure(smallest)),
          first);
    }
  }

  private boolean fails(OperationSequence sequence) {
    return !failure(sequence).isEmpty();
  }

  private String failure(OperationSequence sequence) {
    try {
      run(sequence);
      return "";
    } catch (Difference e) {
      return String.valueOf(e.getMessage());
    }
  }
}
