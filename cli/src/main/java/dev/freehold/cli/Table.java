package dev.freehold.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lines of cells in aligned columns: words to the left, figures to the right.
final class Table {
  private static final String GAP = "  ";

  private final List<String[]> lines = new ArrayList<>();
  private final int leftColumns;

  /// A table of figures, with words in the first column.
  Table(String... header) {
    this(1, header);
  }

  /// A table of figures, with words in the first columns.
  Table(int leftColumns, String... header) {
    this.leftColumns = leftColumns;
    lines.add(header);
  }

  /// A table of words.
  static Table ofWords(String... header) {
    return new Table(header.length, header);
  }

  void add(String... cells) {
    if (cells.length != lines.getFirst().length) {
      throw new IllegalArgumentException(
          "%d cells under %d headings".formatted(cells.length, lines.getFirst().length));
    }
    lines.add(cells);
  }

  /// The table, each line ended, without blanks at the end of a line.
  @Override
  public String toString() {
    int[] widths = new int[lines.getFirst().length];
    for (String[] line : lines) {
      Arrays.setAll(widths, column -> Math.max(widths[column], line[column].length()));
    }
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      StringBuilder row = new StringBuilder();
      for (int column = 0; column < line.length; column++) {
        String blanks = " ".repeat(widths[column] - line[column].length());
        row.append(column == 0 ? "" : GAP)
            .append(column < leftColumns ? line[column] + blanks : blanks + line[column]);
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
