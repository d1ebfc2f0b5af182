package dev.freehold.lab.peer;

import dev.freehold.alloc.Allocator;
import dev.freehold.lab.replay.Candidate;

/// One confined arena per block, as a candidate. The JDK takes arenas from the C library, whose
/// heap outlives a session.
///
/// @param name what it is called
/// @param release makes the C library give its free memory back
record ArenaPeer(String name, Runnable release) implements Candidate {
  @Override
  public Session open() {
    release.run();
    ArenaAllocator allocator = new ArenaAllocator();
    return new Session() {
      @Override
      public Allocator allocator() {
        return allocator;
      }

      @Override
      public void close() {
        allocator.close();
        release.run();
      }
    };
  }
}
