package dev.freehold.lab.pages;

import dev.freehold.lab.input.Lines;

/// Reads the traces of the ARC paper (Megiddo and Modha, FAST 2003).
///
/// ```text
/// 32 8 0 17      first page, number of pages, not used, number of the line's request
/// ```
///
/// A line is one request for each of its pages.
final class ArcReader implements PageReader {
  @Override
  public boolean recognizes(Lines lines) {
    return lines.whole().strip().matches("\\d+\\s+\\d+\\s+\\d+\\s+\\d+");
  }

  @Override
  public void read(Lines lines, PageTraceBuilder trace) {
    do {
      long first = lines.decimal("first page");
      long count = lines.decimal("number of pages");
      lines.decimal("third field");
      lines.decimal("number of the request");
      lines.expectEnd();
      if (first < 0 || count < 1 || count > Integer.MAX_VALUE || first > Long.MAX_VALUE - count) {
        throw lines.error(
            "'" + lines.text() + "' asks for no range of pages",
            "write 'FIRST COUNT 0 NUMBER' with a count from 1");
      }
      trace.requests(first, first + count - 1);
    } while (lines.next());
  }
}
