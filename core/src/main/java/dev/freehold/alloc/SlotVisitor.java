package dev.freehold.alloc;

/// Passes on what it is shown of a page source, each slab as its slots.
///
/// @param map the slabs by address
/// @param visitor told of blocks, slots and holes
record SlotVisitor(SlabMap map, Walkable.Visitor visitor) implements Walkable.Visitor {
  @Override
  public void block(long address, long bytes, long requested) {
    SlotRun run = map.at(address);
    if (run == null) {
      visitor.block(address, bytes, requested);
    } else {
      run.walk(visitor, address + bytes);
    }
  }

  @Override
  public void hole(long address, long bytes) {
    visitor.hole(address, bytes);
  }
}
