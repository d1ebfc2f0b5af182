package dev.freehold.paging.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// On the bundled traces every policy that another program also has misses exactly as often.
class BundledOraclesTest {
  private static final Path HOME = PageTraces.home();
  private static final Oracles ORACLES =
      Oracles.read(HOME.resolve("paging").resolve("src/test/resources/oracles"));

  @ParameterizedTest
  @CsvSource({
    "arc_OLTP, 914145, 186880",
    "arc_P3, 3912296, 762543",
    "c2k_web07, 76118, 20484",
    "c2k_web12, 95607, 13756"
  })
  void missesAreEqual(String trace, int requests, int pages) {
    Requests read = PageTraces.read(HOME.resolve("data").resolve("page"), trace);
    assertThat(read.length()).isEqualTo(requests);
    assertThat(read.distinct()).isEqualTo(pages);
    assertThat(ORACLES.differences(trace, read)).isEmpty();
  }

  @Test
  void thereAreRowsToMeet() {
    assertThat(ORACLES.rows()).hasSize(4 * 36 + 3 * 4 * 3 + 11 * 2);
  }
}
