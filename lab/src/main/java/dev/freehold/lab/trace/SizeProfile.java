package dev.freehold.lab.trace;

/// How a program uses the blocks of one size.
///
/// @param bytes the size
/// @param rate allocations per second
/// @param live the number of live blocks, on average
record SizeProfile(long bytes, double rate, double live) {

  /// The mean time from allocation to free in seconds, by Little's law: live = rate x lifetime.
  double lifetime() {
    return live / rate;
  }
}
