package dev.freehold.profile;

/// What was taken, and what of it is in use at the end. Differences of counts may be negative.
///
/// @param takenBlocks blocks taken
/// @param takenBytes bytes taken
/// @param inUseBlocks blocks in use at the end
/// @param inUseBytes bytes in use at the end
public record Counts(long takenBlocks, long takenBytes, long inUseBlocks, long inUseBytes) {
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
      case INUSE_OBJECTS -> inUseBlocks;
      case INUSE_SPACE -> inUseBytes;
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
        inUseBlocks + other.inUseBlocks,
        inUseBytes + other.inUseBytes);
  }

  /// The difference, figure by figure.
  ///
  /// @param other what to take off
  /// @return this - other
  public Counts minus(Counts other) {
    return new Counts(
        takenBlocks - other.takenBlocks,
        takenBytes - other.takenBytes,
        inUseBlocks - other.inUseBlocks,
        inUseBytes - other.inUseBytes);
  }
}
