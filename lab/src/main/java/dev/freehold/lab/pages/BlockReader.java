package dev.freehold.lab.pages;

import dev.freehold.lab.input.Lines;

/// Reads one page a line, as the traces of the LIRS paper are written (Jiang and Zhang, SIGMETRICS
/// 2002); a line `*` ends the trace.
final class BlockReader implements PageReader {
  @Override
  public boolean recognizes(Lines lines) {
    return lines.whole().strip().matches("-?\\d+");
  }

  @Override
  public void read(Lines lines, PageTraceBuilder trace) {
    do {
      if (lines.peek() == '*') {
        lines.expect('*');
        lines.expectEnd();
        if (lines.next()) {
          throw lines.error("a line follows the '*' that ends the trace", "remove one of the two");
        }
        return;
      }
      trace.request(lines.decimal("page"));
      lines.expectEnd();
    } while (lines.next());
  }
}
