package dev.freehold.alloc;

/// An allocator whose blocks and holes can be visited.
public interface Walkable {
  /// Visits every live block and every hole once, in ascending order of address. The allocator must
  /// not be used by the visitor.
  ///
  /// @param visitor told of each
  void walk(Visitor visitor);

  /// Told of the blocks and holes of an allocator.
  interface Visitor {
    /// A live block.
    ///
    /// @param address where it starts
    /// @param bytes the bytes it occupies
    /// @param requested the bytes requested for it, at most `bytes`
    void block(long address, long bytes, long requested);

    /// A free range that the allocator could hand out as one block. Neighbouring holes are told
    /// apart where the allocator cannot join them: slots of a slab, buddies of different pairs.
    ///
    /// @param address where it starts
    /// @param bytes its length
    default void hole(long address, long bytes) {}
  }
}
