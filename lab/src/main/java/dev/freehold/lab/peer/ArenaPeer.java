package dev.freehold.lab.peer;

import dev.freehold.alloc.Allocator;
import dev.freehold.lab.replay.Candidate;

/// One confined arena per block, as a candidate.
///
/// @param name what it is called
record ArenaPeer(String name) implements Candidate {
  @Override
  public Session open() {
    ArenaAllocator allocator = new ArenaAllocator();
    return new Session() {
      @Override
      public Allocator allocator() {
        return allocator;
      }

      @Override
      public void close() {
        allocator.close();
      }
    };
  }
}
