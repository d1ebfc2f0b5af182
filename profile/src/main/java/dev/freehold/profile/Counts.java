package dev.freehold.profile;

/// What was taken, and what of it is live at the end. Differences of counts may be negative.
///
/// @param takenBlocks blocks taken
/// @param takenBytes bytes taken
/// @param liveBlocks blocks live at the end
/// @param liveBytes bytes live at the end
public record Counts(long takenBlocks, long takenBytes, long liveBlocks, long liveBytes) {
  /// Nothing.
  public static final Counts ZERO = new Counts(0, 0, 0, 0);

  /// One of the figures.
  ///
  /// @param type which
  /// @return in the unit of the type
  public long of(SampleType type) {
    return switch (type) {
      case ALLOC_OBJECTS -> takenBlocks;
      case ALLOC_SPACE -> takenBytes;
      case INUSE_OBJECTS -> liveBlocks;
      case INUSE_SPACE -> liveBytes;
    };
  }

  /// The sum, figure by figure.
  ///
  /// @param other what to add
  /// @return this + other
  public Counts plus(Counts other) {
    return new Counts(
        takenBlocks + other.takenBlocks,
        takenBytes + other.takenBytes,
        liveBlocks + other.liveBlocks,
        liveBytes + other.liveBytes);
  }

  /// The difference, figure by figure.
  ///
  /// @param other what to take off
  /// @return this - other
  public Counts minus(Counts other) {
    return new Counts(
        takenBlocks - other.takenBlocks,
        takenBytes - other.takenBytes,
        liveBlocks - other.liveBlocks,
        liveBytes - other.liveBytes);
  }
}
