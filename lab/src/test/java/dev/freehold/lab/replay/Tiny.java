package dev.freehold.lab.replay;

import dev.freehold.lab.trace.Trace;
import dev.freehold.lab.trace.TraceBuilder;
import java.util.OptionalLong;

/// Traces small enough to follow by hand.
final class Tiny {
  private Tiny() {}

  /// Six blocks, of which two are never freed; the peak, 1,349 bytes, is reached at operation 5.
  ///
  /// ```text
  /// operation   1   2   3    4   5     6   7   8   9   10
  ///            +0  +1  +2   -1  +3    -0  -3  +4  +5   -4
  /// bytes      40  21  100  21  1209  40 1209  0   7    0
  /// ```
  static Trace trace() {
    TraceBuilder trace = new TraceBuilder("tiny", "tiny.rep");
    trace.allocate(1, 0, 40);
    trace.allocate(2, 1, 21);
    trace.allocate(3, 2, 100);
    trace.free(4, 1);
    trace.allocate(5, 3, 1209);
    trace.free(6, 0);
    trace.free(7, 3);
    trace.allocate(8, 4, 0);
    trace.allocate(9, 5, 7);
    trace.free(10, 4);
    return trace.build(OptionalLong.empty());
  }

  /// Blocks of 40,000 bytes that are never freed, with one of 16 bytes before them.
  static Trace growing(int blocks) {
    TraceBuilder trace = new TraceBuilder("growing", "growing.rep");
    trace.allocate(1, 0, 16);
    for (int block = 1; block <= blocks; block++) {
      trace.allocate(block + 1, block, 40_000);
    }
    return trace.build(OptionalLong.empty());
  }
}
