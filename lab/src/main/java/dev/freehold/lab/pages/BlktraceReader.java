package dev.freehold.lab.pages;

import dev.freehold.lab.input.Lines;

/// Reads the requests of a disk, as `blkparse -f "%T.%9t %S %N\n"` writes them.
///
/// ```text
/// 0.000107214 223490 4096      time in seconds, first sector of 512 B, bytes
/// ```
///
/// A line is one request for each page of 4 KiB that it touches; one of no bytes, such as a flush,
/// is none.
final class BlktraceReader implements PageReader {
  private static final int SECTOR_BITS = 9;
  private static final long LAST_SECTOR = Long.MAX_VALUE >> SECTOR_BITS + 1;

  @Override
  public boolean recognizes(Lines lines) {
    return lines.whole().strip().matches("\\d+(\\.\\d+)?\\s+\\d+\\s+\\d+");
  }

  @Override
  public void read(Lines lines, PageTraceBuilder trace) {
    do {
      lines.decimal("time");
      if (lines.peek() == '.') {
        lines.expect('.');
        lines.decimal("fraction of the time");
      }
      long sector = lines.decimal("sector");
      long bytes = lines.decimal("number of bytes");
      lines.expectEnd();
      if (sector < 0 || sector > LAST_SECTOR || bytes < 0 || bytes > Integer.MAX_VALUE) {
        throw lines.error(
            "'" + lines.text() + "' asks for no range of sectors", "write 'TIME SECTOR BYTES'");
      }
      if (bytes > 0) {
        long first = sector << SECTOR_BITS;
        trace.requests(first >> PageTraces.PAGE_BITS, first + bytes - 1 >> PageTraces.PAGE_BITS);
      }
    } while (lines.next());
  }
}
