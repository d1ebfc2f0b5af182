package dev.freehold.lab.trace;

import dev.freehold.lab.input.Lines;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// What the tests of this package have in common.
final class Traces {
  private Traces() {}

  /// Reads a text with one reader; errors call it "test".
  static Trace read(TraceReader reader, String text, Consumer<String> notes) {
    Lines lines =
        new Lines("test", new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    lines.next();
    return reader.read(lines, new TraceBuilder("test", "test"), notes);
  }

  /// Reads a text with one reader, and no notes are expected.
  static Trace read(TraceReader reader, String text) {
    List<String> notes = new ArrayList<>();
    Trace trace = read(reader, text, notes::add);
    if (!notes.isEmpty()) {
      throw new AssertionError(notes);
    }
    return trace;
  }

  /// The operations as a trace draws them.
  static String codes(Trace trace) {
    StringBuilder codes = new StringBuilder();
    for (int i = 0; i < trace.operations(); i++) {
      int code = trace.code(i);
      codes.append(i == 0 ? "" : " ").append(code >= 0 ? "" + code : "~" + ~code);
    }
    return codes.toString();
  }

  /// The sizes of all blocks.
  static long[] sizes(Trace trace) {
    return IntStream.range(0, trace.allocations()).mapToLong(trace::bytes).toArray();
  }
}
