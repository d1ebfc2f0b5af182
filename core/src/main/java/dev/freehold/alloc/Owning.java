package dev.freehold.alloc;

/// An allocator that can tell at once whether an address is in its range.
public interface Owning {
  /// Whether an address lies in the range that this allocator serves, in constant time.
  ///
  /// @param address any address
  /// @return whether a block at that address could only be of this allocator
  boolean owns(long address);
}
