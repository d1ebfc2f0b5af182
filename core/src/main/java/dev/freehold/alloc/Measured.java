package dev.freehold.alloc;

/// An allocator that keeps exact statistics of itself.
public interface Measured {
  /// A snapshot in constant or logarithmic time.
  ///
  /// @return the exact figures of this moment
  Statistics statistics();
}
