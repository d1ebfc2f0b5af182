package dev.freehold.lab.trace;

import dev.freehold.lab.input.Lines;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Reads the traces of the wee_alloc project: `Alloc(BYTES),` and `Free(N),`, one a line, where N
/// counts the `Alloc` lines from 0.
final class WeeAllocReader implements TraceReader {

  @Override
  public boolean recognizes(Lines lines) {
    return lines.skip("Alloc(") || lines.skip("Free(");
  }

  @Override
  public Trace read(Lines lines, TraceBuilder trace, Consumer<String> notes) {
    int allocations = 0;
    do {
      if (lines.skip("Alloc(")) {
        long bytes = argument(lines, "size");
        trace.allocate(lines.line(), allocations++, bytes);
      } else if (lines.skip("Free(")) {
        trace.free(lines.line(), argument(lines, "number of the allocation"));
      } else {
        throw lines.error(
            "unknown operation '" + lines.text() + "'", "write 'Alloc(SIZE),' or 'Free(N),'");
      }
    } while (lines.next());
    return trace.build(OptionalLong.empty());
  }

  private static long argument(Lines lines, String what) {
    long value = lines.decimal(what);
    lines.expect(')');
    lines.skip(",");
    lines.expectEnd();
    return value;
  }
}
