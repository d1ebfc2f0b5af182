package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.track.Site;

/// Signals a size or an alignment that no block can have. Nothing was taken.
final class SizeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient Report report;

  private SizeException(Report report) {
    super(report.message());
    this.report = report;
  }

  /// Refuses what no block can have.
  ///
  /// @throws IllegalArgumentException if `bytes` is negative, or `alignment` is no power of two up
  ///   to [Allocator#MAX_ALIGNMENT]
  static void check(long bytes, long alignment) {
    if (bytes < 0) {
      throw refused(
          "bytes is %d: must not be negative".formatted(bytes),
          "compute sizes with Math.multiplyExact, so that they cannot overflow");
    }
    if (alignment <= 0 || Long.bitCount(alignment) != 1 || alignment > Allocator.MAX_ALIGNMENT) {
      throw refused(
          "alignment is %d: must be a power of two from 1 to %d (2 MiB)"
              .formatted(alignment, Allocator.MAX_ALIGNMENT),
          "leave it out for %d, or take that of the layout".formatted(Heap.ALIGNMENT));
    }
  }

  private static SizeException refused(String what, String next) {
    return new SizeException(
        new Report(
            Defect.SIZE_OVERFLOW, what, "none was taken", null, Site.here(), null, null, next));
  }

  /// What is known.
  Report report() {
    return report;
  }
}
