package dev.freehold.lab.pages;

import dev.freehold.lab.input.Lines;
import java.util.Arrays;
import java.util.List;

/// Reads one column of a CSV file, which its first line names; a page is a decimal number, or a
/// hexadecimal one after `0x`.
///
/// ```text
/// time,page,operation
/// 0.25,4711,read
/// ```
///
/// Fields may stand in double quotes if they hold neither quotes nor ends of lines.
final class CsvReader implements PageReader {
  private final String column;

  CsvReader(String column) {
    this.column = column;
  }

  @Override
  public boolean recognizes(Lines lines) {
    return false; // the column must be named
  }

  @Override
  public void read(Lines lines, PageTraceBuilder trace) {
    List<String> header = Arrays.stream(lines.whole().split(",")).map(CsvReader::bare).toList();
    int wanted = header.indexOf(column);
    if (wanted < 0) {
      throw lines.error(
          "no column is called '" + column + "'", "name one of " + String.join(", ", header));
    }
    while (lines.next()) {
      for (int i = 0; i < wanted; i++) {
        skipField(lines);
      }
      boolean quoted = lines.skip("\"");
      trace.request(lines.skip("0x") ? lines.hexadecimal(column) : lines.decimal(column));
      if (quoted) {
        lines.expect('"');
      }
      if (!lines.atEnd()) {
        lines.expect(',');
      }
    }
  }

  private static void skipField(Lines lines) {
    boolean quoted = lines.skip("\"");
    for (int next = lines.peek(); next >= 0 && next != (quoted ? '"' : ','); next = lines.peek()) {
      lines.expect((char) next);
    }
    if (quoted) {
      lines.expect('"');
    }
    lines.expect(',');
  }

  private static String bare(String field) {
    return field.strip().replaceAll("^\"|\"$", "");
  }
}
