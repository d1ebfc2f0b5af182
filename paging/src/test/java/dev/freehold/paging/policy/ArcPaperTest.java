package dev.freehold.paging.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The hit ratios that the ARC paper prints for two of its traces: equal for LRU in both printed
/// places, within 0.02 percentage points for ARC, whose paper leaves the rounding of p open.
class ArcPaperTest {
  private static final Path PAGES = PageTraces.home().resolve("data").resolve("page");

  @ParameterizedTest
  @CsvSource({
    "arc_OLTP,  1000, 32.83, 38.93",
    "arc_OLTP,  2000, 42.47, 46.08",
    "arc_OLTP,  5000, 53.65, 55.25",
    "arc_OLTP, 15000, 64.63, 65.40",
    "arc_P3,   32768,  3.57, 17.12"
  })
  void hitRatiosAreThoseOfThePaper(String trace, int frames, double lru, double arc) {
    Requests requests = PageTraces.read(PAGES, trace);
    assertThat(hitPercent(Policies.LRU, requests, frames)).isCloseTo(lru, within(0.01));
    assertThat(hitPercent(Policies.ARC, requests, frames)).isCloseTo(arc, within(0.02));
  }

  private static double hitPercent(Policies policy, Requests requests, int frames) {
    return 100 - 100.0 * requests.misses(policy.open(requests, frames)) / requests.length();
  }
}
