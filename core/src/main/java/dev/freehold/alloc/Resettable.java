package dev.freehold.alloc;

/// An allocator that can free all its blocks in one step.
public interface Resettable {
  /// Frees every live block.
  void reset();
}
