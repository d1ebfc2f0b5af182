package dev.freehold.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// One thing to be placed: so many bytes, live over a known stretch of time.
///
/// @param id what it is called; unique in its problem
/// @param lower the first moment at which it is live
/// @param upper the first moment at which it is live no more
/// @param size bytes, at least 1
/// @param alignment its offset is to be a multiple of this; at least 1, not necessarily a power of
///   two
/// @param gaps stretches inside the lifetime during which its bytes may serve others; in order,
///   apart from each other, and not touching either end
/// @param fixed the offset where it has to be, or empty for any
public record Buffer(
    String id,
    long lower,
    long upper,
    long size,
    long alignment,
    List<Span> gaps,
    OptionalLong fixed) {
  /// Checks the components.
  ///
  /// @throws IllegalArgumentException naming the component that is out of range
  public Buffer {
    if (id.isBlank()) {
      throw new IllegalArgumentException("the id is blank: give each buffer a name of its own");
    }
    if (lower >= upper) {
      throw new IllegalArgumentException(
          "buffer %s has lower %d and upper %d: upper is exclusive and must be above lower"
              .formatted(id, lower, upper));
    }
    if (size <= 0) {
      throw new IllegalArgumentException(
          "buffer %s has size %d: a size is at least 1; leave out what needs no memory"
              .formatted(id, size));
    }
    if (alignment <= 0) {
      throw new IllegalArgumentException(
          "buffer %s has alignment %d: an alignment is at least 1; 1 means any offset"
              .formatted(id, alignment));
    }
    gaps = List.copyOf(gaps);
    long after = lower;
    for (Span gap : gaps) {
      if (gap.lower() <= after || gap.upper() >= upper) {
        throw new IllegalArgumentException(
            "buffer %s has a gap from %d to %d: gaps are in order, apart, and inside %d to %d"
                .formatted(id, gap.lower(), gap.upper(), lower, upper));
      }
      after = gap.upper();
    }
    if (fixed.isPresent() && (fixed.getAsLong() < 0 || fixed.getAsLong() % alignment != 0)) {
      throw new IllegalArgumentException(
          "buffer %s is fixed at %d: a fixed offset is at least 0 and a multiple of alignment %d"
              .formatted(id, fixed.getAsLong(), alignment));
    }
  }

  /// A buffer at any offset.
  ///
  /// @param id what it is called
  /// @param lower the first moment at which it is live
  /// @param upper the first moment at which it is live no more
  /// @param size bytes
  /// @return a buffer of alignment 1 without gaps
  public static Buffer of(String id, long lower, long upper, long size) {
    return new Buffer(id, lower, upper, size, 1, List.of(), OptionalLong.empty());
  }

  /// The same with an alignment.
  ///
  /// @param multiple what the offset is to be a multiple of
  /// @return a buffer
  public Buffer alignedTo(long multiple) {
    return new Buffer(id, lower, upper, size, multiple, gaps, fixed);
  }

  /// The same with one more gap, after those it has.
  ///
  /// @param from the first moment at which its bytes may serve others
  /// @param to the first moment at which they are its own again
  /// @return a buffer
  public Buffer withGap(long from, long to) {
    List<Span> more = new ArrayList<>(gaps);
    more.add(new Span(from, to));
    return new Buffer(id, lower, upper, size, alignment, more, fixed);
  }

  /// The same at a fixed offset.
  ///
  /// @param offset where it has to be
  /// @return a buffer
  public Buffer fixedAt(long offset) {
    return new Buffer(id, lower, upper, size, alignment, gaps, OptionalLong.of(offset));
  }

  /// The stretches of time in which it is live: its lifetime less its gaps.
  ///
  /// @return at least one span, in order, apart
  public List<Span> live() {
    if (gaps.isEmpty()) {
      return List.of(new Span(lower, upper));
    }
    List<Span> live = new ArrayList<>(gaps.size() + 1);
    long from = lower;
    for (Span gap : gaps) {
      live.add(new Span(from, gap.lower()));
      from = gap.upper();
    }
    live.add(new Span(from, upper));
    return List.copyOf(live);
  }
}
