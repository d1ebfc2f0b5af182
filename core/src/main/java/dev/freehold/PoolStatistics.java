package dev.freehold;

/// The figures of a pool at one moment.
///
/// ```text
/// taken + idle = created - freed          taken <= peak <= limit
/// hits + misses = leases handed out       misses = created
/// ```
///
/// @param name the name of the pool
/// @param taken leases that are open, sent ones included
/// @param idle blocks that are kept for the next lease
/// @param created blocks taken from the heap so far, each for a lease that found none idle
/// @param freed blocks given back to the heap so far
/// @param hits leases of a block that was kept
/// @param waits calls that had to wait, whatever came of it
/// @param refused calls that got no lease because the limit was reached
/// @param peak the most leases that were open at once
public record PoolStatistics(
    String name,
    int taken,
    int idle,
    long created,
    long freed,
    long hits,
    long waits,
    long refused,
    int peak) {

  /// Leases for which a block had to be taken from the heap.
  ///
  /// @return how many
  public long misses() {
    return created;
  }
}
