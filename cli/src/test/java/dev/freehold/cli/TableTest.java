package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Columns are as wide as their widest cell.
class TableTest {
  @Test
  void columnsAreAligned() {
    Table table = new Table("name", "n", "");
    table.add("a", "1,000", "");
    table.add("longer", "2", "x");
    assertThat(table)
        .hasToString(
            """
            name        n
            a       1,000
            longer      2  x
            """);
  }

  @Test
  void wordsAreAlignedToTheLeft() {
    Table table = Table.ofWords("name", "state", "why");
    table.add("a", "ok", "since");
    table.add("longer", "missing", "");
    assertThat(table)
        .hasToString(
            """
            name    state    why
            a       ok       since
            longer  missing
            """);
  }
}
