package dev.freehold.profile;

/// The sums of the samples of one heap and one stack, before they are rounded. For one thread.
final class Tally {
  private double takenBlocks;
  private double takenBytes;
  private double inUseBlocks;
  private double inUseBytes;
  private double temporaryBlocks;
  private double temporaryBytes;
  private double temporaryNanos;

  void taken(long size, double weight) {
    takenBlocks += weight;
    takenBytes += weight * size;
  }

  void live(long size, double weight) {
    inUseBlocks += weight;
    inUseBytes += weight * size;
  }

  void temporary(long size, double weight, long lifeNanos) {
    temporaryBlocks += weight;
    temporaryBytes += weight * size;
    temporaryNanos += weight * lifeNanos;
  }

  boolean hasTemporary() {
    return temporaryBlocks > 0;
  }

  Counts counts() {
    return new Counts(
        Math.round(takenBlocks),
        Math.round(takenBytes),
        Math.round(inUseBlocks),
        Math.round(inUseBytes));
  }

  Temporary temporary(String heap, Stack stack) {
    return new Temporary(
        heap,
        stack,
        Math.round(temporaryBlocks),
        Math.round(temporaryBytes),
        Math.round(temporaryNanos / temporaryBlocks));
  }
}
