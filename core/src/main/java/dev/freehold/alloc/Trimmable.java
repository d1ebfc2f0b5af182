package dev.freehold.alloc;

/// An allocator that can give committed memory without blocks back to the operating system.
public interface Trimmable {
  /// Decommits what holds no block.
  ///
  /// @return the bytes given back
  long trim();
}
