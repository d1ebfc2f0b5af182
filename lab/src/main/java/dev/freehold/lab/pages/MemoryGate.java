package dev.freehold.lab.pages;

/// Lets work pass while what it needs fits into a limit, and makes it wait otherwise.
///
/// Invariant: `0 <= taken <= limit`. Safe for use by many threads.
final class MemoryGate {
  private final long limit;
  private long taken;
  private long peak;

  MemoryGate(long limit) {
    this.limit = limit;
  }

  /// Waits until the bytes fit, and takes them.
  ///
  /// @param bytes at most the limit
  synchronized void take(long bytes) throws InterruptedException {
    while (bytes > limit - taken) {
      wait();
    }
    taken += bytes;
    peak = Math.max(peak, taken);
  }

  /// Gives bytes back.
  synchronized void give(long bytes) {
    taken -= bytes;
    notifyAll();
  }

  /// The most bytes that were taken at once.
  synchronized long peak() {
    return peak;
  }
}
