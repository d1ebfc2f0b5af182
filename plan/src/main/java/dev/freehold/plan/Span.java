package dev.freehold.plan;

/// A stretch of time.
///
/// Time is any count that grows: operations of a trace, steps of a schedule, cycles.
///
/// @param lower the first moment in it
/// @param upper the first moment after it, above `lower`
public record Span(long lower, long upper) {
  /// Checks the components.
  ///
  /// @throws IllegalArgumentException if the span is empty
  public Span {
    if (lower >= upper) {
      throw new IllegalArgumentException(
          "lower is %d and upper is %d: upper is exclusive and must be above lower"
              .formatted(lower, upper));
    }
  }
}
