package dev.freehold.lab.trace;

import dev.freehold.lab.input.Lines;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Reads `.rep` files: four header lines, then one operation a line.
///
/// ```text
/// 0            weight, not used
/// 4278         number of ids
/// 6156         number of operations
/// 949761       peak requested bytes; 0 or 1 is a weight, as teaching labs write it, and no peak
/// a 0 72704    allocate as id 0
/// r 0 80000    free id 0 and allocate it again
/// f 0          free id 0
/// ```
///
/// The number of operations must be right, so that a file that was cut off is noticed.
final class RepReader implements TraceReader {

  @Override
  public boolean recognizes(Lines lines) {
    int first = lines.peek();
    if (first != '-' && (first < '0' || first > '9')) {
      return false;
    }
    lines.decimal("weight");
    return lines.atEnd();
  }

  @Override
  public Trace read(Lines lines, TraceBuilder trace, Consumer<String> notes) {
    header(lines, "weight");
    headerAfter(lines, "number of ids");
    long declared = headerAfter(lines, "number of operations");
    long peak = headerAfter(lines, "peak requested bytes");
    long operations = 0;
    while (lines.next()) {
      operation(lines, trace);
      operations++;
    }
    if (operations != declared) {
      throw lines.error(
          "the file ends after "
              + operations
              + " operations, but its third line declares "
              + declared,
          "copy or record the file again");
    }
    return trace.build(peak > 1 ? OptionalLong.of(peak) : OptionalLong.empty());
  }

  private static void operation(Lines lines, TraceBuilder trace) {
    int operation = lines.peek();
    if (operation == 'a' && lines.skip("a ")) {
      long id = lines.decimal("id");
      trace.allocate(lines.line(), id, lastDecimal(lines, "size"));
    } else if (operation == 'f' && lines.skip("f ")) {
      trace.free(lines.line(), lastDecimal(lines, "id"));
    } else if (operation == 'r' && lines.skip("r ")) {
      long id = lines.decimal("id");
      trace.reallocate(lines.line(), id, lastDecimal(lines, "size"));
    } else {
      throw lines.error(
          "unknown operation '" + lines.text() + "'", "write 'a ID SIZE', 'r ID SIZE' or 'f ID'");
    }
  }

  private static long headerAfter(Lines lines, String what) {
    if (!lines.next()) {
      throw lines.error(
          "the file ends before the header's " + what, "copy or record the file again");
    }
    return header(lines, what);
  }

  private static long header(Lines lines, String what) {
    long value = lastDecimal(lines, "header's " + what);
    if (value < 0) {
      throw lines.error("the header's " + what + " is negative", "correct the number");
    }
    return value;
  }

  private static long lastDecimal(Lines lines, String what) {
    long value = lines.decimal(what);
    lines.expectEnd();
    return value;
  }
}
