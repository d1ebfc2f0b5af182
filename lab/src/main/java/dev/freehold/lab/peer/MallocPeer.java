package dev.freehold.lab.peer;

import dev.freehold.alloc.Allocator;
import dev.freehold.lab.code.ClassCopy;
import dev.freehold.lab.replay.Candidate;
import java.lang.invoke.MethodHandles;

/// A C library's allocator as a candidate. Its heap is that of the process, so each session begins
/// and ends with its giving free memory back: the next one starts as cold as a fresh region does.
final class MallocPeer implements Candidate {
  private final String name;
  private final MallocLibrary library;
  private final Allocator allocator;

  MallocPeer(String name, MallocLibrary library) {
    this.name = name;
    this.library = library;
    this.allocator =
        ClassCopy.of(MethodHandles.lookup(), MallocAllocator.class, library, Allocator.class);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Session open() {
    library.release().run();
    return new Session() {
      @Override
      public Allocator allocator() {
        return allocator;
      }

      @Override
      public void close() {
        library.release().run();
      }
    };
  }
}
