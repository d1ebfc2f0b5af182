package dev.freehold.lab.replay;

import dev.freehold.alloc.Allocator;
import dev.freehold.lab.trace.Trace;

/// The inner loop of a timed pass.
interface Loop {
  /// Serves operations of a trace.
  ///
  /// @param addresses by block: where each lies; filled by allocations, read by frees
  /// @param from the first operation
  /// @param to the operation to stop before
  /// @return `to`, or the operation whose allocation was refused
  int run(Trace trace, Allocator allocator, long[] addresses, int from, int to);
}
