package dev.freehold.alloc;

/// What a walk finds, counted: the independent side of every check of statistics.
final class Census implements Walkable.Visitor {
  long blocks;
  long requested;
  long allocated;
  long holeBytes;
  long largestHole;

  @Override
  public void block(long address, long bytes, long requestedBytes) {
    blocks++;
    allocated += bytes;
    requested += requestedBytes;
  }

  @Override
  public void hole(long address, long bytes) {
    holeBytes += bytes;
    largestHole = Math.max(largestHole, bytes);
  }
}
