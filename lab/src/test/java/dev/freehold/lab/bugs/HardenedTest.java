package dev.freehold.lab.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The tests of hardened_malloc, one by one, and the page about them.
final class HardenedTest {
  static final Iterable<HardenedRow> ROWS = HardenedTable.ROWS;

  private static final Path DOCUMENT = Path.of("docs/checks/hardened-malloc.md");

  @ParameterizedTest
  @FieldSource("ROWS")
  void isAsStrict(HardenedRow row) {
    Observation seen = Observation.of(row.program(), row.level());
    assertThat(seen.others()).as(row.name()).isEmpty();
    if (row.defect() == null) {
      assertThat(seen.reports()).as(row.name()).isEmpty();
    } else {
      assertThat(seen.reports()).as(row.name()).extracting(Report::defect).contains(row.defect());
    }
  }

  @Test
  void thereAreFiftyOne() {
    assertThat(HardenedTable.ROWS)
        .hasSize(51)
        .extracting(HardenedRow::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void theDocumentIsTheTable() throws IOException {
    Path root = Path.of(Files.exists(Path.of("docs")) ? "." : "..");
    String table = HardenedTable.document();
    Path written = Files.writeString(Path.of("target", "hardened-malloc.md"), table);
    Path document = root.resolve(DOCUMENT);
    assertThat(Files.exists(document) ? Files.readString(document) : "")
        .as("the table has changed: cp lab/%s %s", written, DOCUMENT)
        .isEqualTo(table);
  }
}
