package dev.freehold.lab.trace;

/// How large a trace is made from a fleet profile.
///
/// @param liveBytes the bytes that are live on average; less where that takes more than a quarter
///   of the operations
/// @param operations allocations and frees, those that build up the live blocks included
/// @param seed of the random numbers; the same seed gives the same trace
record ProfileScale(long liveBytes, int operations, long seed) {

  /// What a profile is read with: 64 MiB, 400,000 operations.
  static final ProfileScale DEFAULT = new ProfileScale(64L << 20, 400_000, 1);
}
