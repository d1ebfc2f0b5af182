package dev.freehold.lab.replay;

/// What a [FaultyAllocator] does wrong.
enum Fault {
  NONE,
  /// The second block starts inside the first.
  OVERLAP,
  /// The last byte of the first block changes when the third is taken.
  LOST_BYTE,
  /// The third block adds a byte too many to the requested bytes.
  STATISTICS,
  /// The second block starts 8 bytes late.
  ALIGNMENT,
  /// The second block starts behind the committed memory.
  UNCOMMITTED,
  /// `verify` throws from the second block on.
  INVARIANT,
  /// The second allocation throws.
  THROWS
}
