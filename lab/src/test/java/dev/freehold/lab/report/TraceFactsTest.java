package dev.freehold.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TraceFactsTest {
  @Test
  void countsAndFindsTheFirstPeak() {
    TraceFacts facts =
        TraceFacts.of(Sketch.of("t", new int[] {0, 1, ~0, 2, ~1, 3}, 100, 50, 100, 50));

    assertThat(facts).isEqualTo(new TraceFacts(6, 4, 2, 300, 150, 2, 2));
  }

  @Test
  void blocksOfNothingMakeNoPeak() {
    assertThat(TraceFacts.of(Sketch.of("t", new int[] {0}, 0)).peakOperation()).isZero();
  }
}
