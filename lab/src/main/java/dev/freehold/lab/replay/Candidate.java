package dev.freehold.lab.replay;

import dev.freehold.alloc.Allocator;
import dev.freehold.os.OsException;

/// Something that a trace can be replayed on: an allocator over a region of its own, or a peer.
public interface Candidate {
  /// What it is called on the command line and in results.
  ///
  /// @return a lower-case name
  String name();

  /// Starts one replay from nothing.
  ///
  /// @return an allocator that holds no block and no memory of an earlier replay
  /// @throws OsException if the operating system refuses what it needs
  Session open();

  /// One replay's allocator.
  interface Session extends AutoCloseable {
    /// What serves the trace.
    ///
    /// @return always the same; its class is the same in every session of the candidate
    Allocator allocator();

    /// Gives the session's memory back to the operating system, as far as the candidate can.
    @Override
    void close();
  }
}
