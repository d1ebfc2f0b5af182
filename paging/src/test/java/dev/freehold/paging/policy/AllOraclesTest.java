package dev.freehold.paging.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On all traces with an oracle every policy that another program also has misses exactly as often.
/// The traces that may not be bundled are looked for beside the checkout, in `../shared/data`.
@Tag("slow")
class AllOraclesTest {
  private static final Path DATA = PageTraces.home().resolve("../shared/data").normalize();

  @BeforeEach
  void needsTheTraces() {
    assumeTrue(
        Files.isDirectory(DATA), "there is no " + DATA + ", the traces it holds are skipped");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "addr4k_gcc",
        "arc_OLTP",
        "arc_P2",
        "arc_P3",
        "c2k_orm-busy",
        "c2k_web07",
        "c2k_web12",
        "cloudPhysicsIO",
        "cp_w106",
        "lirs_2_pools",
        "lirs_cpp",
        "lirs_cs",
        "lirs_gli",
        "lirs_loop",
        "lirs_multi1",
        "lirs_multi2",
        "lirs_ps",
        "lirs_scan",
        "lirs_sprite",
        "lirs_zigzag",
        "scarab_recs"
      })
  void missesAreEqual(String trace) {
    Oracles oracles = Oracles.read(DATA.resolve("oracles"));
    assertThat(oracles.rows()).anyMatch(row -> row.trace().equals(trace));
    Requests requests = PageTraces.read(DATA.resolve("page"), trace);
    assertThat(oracles.differences(trace, requests)).isEmpty();
  }

  @Test
  void thereAreRowsToMeet() {
    Oracles oracles = Oracles.read(DATA.resolve("oracles"));
    assertThat(oracles.rows()).hasSize(20 * 36 + 4 + 52 * 3 + 27 * 2 + 26);
    assertThat(oracles.rows().stream().map(Oracles.Row::trace).distinct()).hasSize(21);
  }
}
