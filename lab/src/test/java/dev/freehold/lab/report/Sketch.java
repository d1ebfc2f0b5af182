package dev.freehold.lab.report;

import dev.freehold.lab.trace.Trace;
import dev.freehold.lab.trace.TraceBuilder;
import java.util.OptionalLong;

/// A trace written down in a test.
final class Sketch {
  private Sketch() {}

  /// Builds a trace of operations, coded as a trace draws them, and the sizes of its blocks.
  static Trace of(String name, int[] codes, long... sizes) {
    TraceBuilder trace = new TraceBuilder(name, name);
    for (int line = 1; line <= codes.length; line++) {
      int code = codes[line - 1];
      if (code < 0) {
        trace.free(line, ~code);
      } else {
        trace.allocate(line, code, sizes[code]);
      }
    }
    return trace.build(OptionalLong.empty());
  }
}
