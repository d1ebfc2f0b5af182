package dev.freehold.lab.hierarchy;

/// The least time of repeated rounds: what the work takes when nothing else disturbs it.
final class Best {
  private Best() {}

  /// Something to time.
  @FunctionalInterface
  interface Work {
    void run();
  }

  /// Times rounds of work.
  ///
  /// @param rounds at least 1
  /// @return nanoseconds of the fastest
  static long nanos(int rounds, Work work) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      work.run();
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }
}
