package dev.freehold.alloc;

import java.util.function.LongPredicate;

/// Passes on what it is shown of a page source, each slab as its slots.
///
/// @param map the slabs by address
/// @param cached whether a slot, by its address, lies in a magazine
/// @param visitor told of blocks, slots and holes
record SlotVisitor(SlabMap map, LongPredicate cached, Walkable.Visitor visitor)
    implements Walkable.Visitor {
  @Override
  public void block(long address, long bytes, long requested) {
    SlotRun run = map.at(address);
    if (run == null) {
      visitor.block(address, bytes, requested);
    } else {
      run.walk(visitor, address + bytes, cached);
    }
  }

  @Override
  public void hole(long address, long bytes) {
    visitor.hole(address, bytes);
  }
}
