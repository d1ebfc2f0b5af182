package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SamplerTest {
  private static final long INTERVAL = 64 << 10;
  private static final int DRAWS = 200_000;

  /// The mean of n exponential draws is off by 1 / sqrt(n) of itself: 10 times that never happens.
  private static final double SPREAD = 10 / Math.sqrt(DRAWS);

  @ParameterizedTest
  @ValueSource(longs = {16, 64, 1_024})
  void gapsHaveTheMeanOfTheInterval(long bytes) {
    Sampler sampler = new Sampler(INTERVAL);
    double blocks = 0;
    for (int i = 0; i < DRAWS; i++) {
      blocks += sampler.gap(bytes) + 0.5; // rounded down
    }
    double mean = blocks * bytes / DRAWS;
    assertThat(mean).isCloseTo(INTERVAL, within(INTERVAL * SPREAD));
  }

  @Test
  void aBlockIsChosenAsOftenAsItsWeightSays() {
    Sampler sampler = new Sampler(INTERVAL);
    long bytes = INTERVAL / 2;
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      sum += sampler.chooses(bytes) ? sampler.weight(bytes) : 0;
    }
    assertThat(sum / DRAWS).isCloseTo(1, within(2 * SPREAD));
    assertThat(sampler.weight(0)).isGreaterThan(INTERVAL - 1.0);
    assertThat(sampler.weight(1L << 40)).isCloseTo(1, within(1e-9));
  }

  @Test
  void theIntervalRisesWhileSamplesAreDear() {
    Sampler sampler = new Sampler(INTERVAL);
    for (int i = 0; i < 100; i++) {
      sampler.sampled(System.nanoTime() - 1_000_000_000, BlockRecord.Memory.SURROUNDED);
    }
    assertThat(sampler.interval()).isEqualTo(256 << 20);
  }

  @Test
  void guardPagesHaveABudgetOfTheirOwn() {
    Sampler sampler = new Sampler(INTERVAL);
    sampler.sampled(System.nanoTime() - 1_000_000_000, BlockRecord.Memory.GUARDED);
    assertThat(sampler.guards()).isFalse();
    assertThat(sampler.interval()).isEqualTo(INTERVAL);
  }
}
