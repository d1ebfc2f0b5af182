package dev.freehold.lab.pages;

import dev.freehold.lab.input.Lines;

/// Reads what `valgrind --tool=lackey --trace-mem=yes --log-file=FILE PROGRAM` records.
///
/// ```text
/// ==2061== Lackey, ...    of valgrind itself: not used
/// I  0401ab70,3           instruction, address in hexadecimal, bytes
///  L 1ffeffe7e0,8         load
///  S 1ffeffe7d8,8         store
///  M 0421c7cc,4           modify, one request
/// ```
///
/// The page is the address without its last 12 bits; an access across the boundary of two pages is
/// a request for each. A program under valgrind must not write into the same file.
final class LackeyReader implements PageReader {
  private static final long LARGEST_ACCESS = 1 << 20; // 1 MiB

  @Override
  public boolean recognizes(Lines lines) {
    return lines.skip("==") || lines.skip("--") || access(lines);
  }

  @Override
  public void read(Lines lines, PageTraceBuilder trace) {
    do {
      if (lines.skip("==") || lines.skip("--")) {
        continue;
      }
      if (!access(lines)) {
        throw lines.error(
            "'" + lines.text() + "' is no access to memory",
            "record with 'valgrind --tool=lackey --trace-mem=yes --log-file=FILE PROGRAM'");
      }
      long address = lines.hexadecimal("address");
      lines.expect(',');
      long bytes = lines.decimal("number of bytes");
      lines.expectEnd();
      if (bytes < 1 || bytes > LARGEST_ACCESS) {
        throw lines.error("an access of " + bytes + " bytes is none", "record the trace again");
      }
      long page = address >>> PageTraces.PAGE_BITS;
      trace.requests(page, address + bytes - 1 >>> PageTraces.PAGE_BITS);
    } while (lines.next());
  }

  private static boolean access(Lines lines) {
    return lines.skip("I ") || lines.skip("L ") || lines.skip("S ") || lines.skip("M ");
  }
}
