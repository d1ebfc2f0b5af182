package dev.freehold.paging.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.paging.policy.Policies;
import dev.freehold.paging.policy.Requests;
import org.junit.jupiter.api.Test;

/// Curves from samples against the exact ones.
class SamplesTest {
  private static final Requests REQUESTS = Workload.large(600_000, 60_000);
  private static final MissRatioCurve EXACT = StackDistances.curve(REQUESTS);

  /// The mean absolute difference over all sizes.
  static double error(MissRatioCurve estimate, MissRatioCurve exact, int sizes) {
    double sum = 0;
    for (int frames = 1; frames <= sizes; frames++) {
      sum += Math.abs(estimate.ratio(frames) - exact.ratio(frames));
    }
    return sum / sizes;
  }

  @Test
  void wholeSampleIsTheExactCurve() {
    MissRatioCurve rate = Shards.fixedRate(REQUESTS, 1, 5);
    MissRatioCurve size = Shards.fixedSize(REQUESTS, REQUESTS.distinct(), 5);
    for (int frames = 0; frames <= REQUESTS.distinct(); frames += 13) {
      assertThat(rate.misses(frames)).isEqualTo(EXACT.misses(frames));
      assertThat(size.misses(frames)).isEqualTo(EXACT.misses(frames));
    }
  }

  /// On a few very hot pages, which a sample has or has not, the error is larger than on real
  /// traces.
  @Test
  void estimatesAreClose() {
    double sizeError = 0;
    double rateError = 0;
    for (int salt = 1; salt <= 3; salt++) {
      sizeError += error(Shards.fixedSize(REQUESTS, 8192, salt), EXACT, REQUESTS.distinct()) / 3;
      rateError += error(Shards.fixedRate(REQUESTS, 0.1, salt), EXACT, REQUESTS.distinct()) / 3;
    }
    assertThat(sizeError).isLessThan(0.02);
    assertThat(rateError).isLessThan(0.02);
  }

  @Test
  void sameSaltSameCurveOtherSaltAnother() {
    MissRatioCurve one = Shards.fixedSize(REQUESTS, 1000, 1);
    MissRatioCurve again = Shards.fixedSize(REQUESTS, 1000, 1);
    MissRatioCurve other = Shards.fixedSize(REQUESTS, 1000, 2);
    assertThat(error(one, again, 5000)).isZero();
    assertThat(error(one, other, 5000)).isPositive();
  }

  @Test
  void adjustmentKeepsTheCurveBetweenItsBounds() {
    MissRatioCurve coarse = Shards.fixedRate(REQUESTS, 0.001, 9);
    for (int frames = 1; frames < REQUESTS.distinct(); frames *= 2) {
      assertThat(coarse.misses(frames)).isBetween(0L, coarse.misses(frames / 2));
    }
  }

  @Test
  void miniatureOfTheWholeIsTheReplay() {
    MiniatureSimulation whole = MiniatureSimulation.of(REQUESTS, 1, 1);
    for (Policies policy : new Policies[] {Policies.ARC, Policies.W_TINY_LFU, Policies.OPT}) {
      long misses = REQUESTS.misses(policy.open(REQUESTS, 3000));
      assertThat(whole.ratio(policy, 3000)).isEqualTo((double) misses / REQUESTS.length());
    }
  }

  @Test
  void miniaturesAreClose() {
    MiniatureSimulation small = MiniatureSimulation.of(REQUESTS, 0.1, 1);
    assertThat(small.pages()).isBetween(5500, 6500);
    for (Policies policy :
        new Policies[] {Policies.FIFO, Policies.ARC, Policies.LIRS, Policies.S3_FIFO}) {
      long misses = REQUESTS.misses(policy.open(REQUESTS, 10_000));
      assertThat(small.ratio(policy, 10_000))
          .as(policy.policy())
          .isCloseTo((double) misses / REQUESTS.length(), within(0.03));
    }
  }

  @Test
  void nonsenseIsRefusedInOneLine() {
    assertThatThrownBy(() -> Shards.fixedRate(REQUESTS, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0 is not above 0");
    assertThatThrownBy(() -> Shards.fixedSize(REQUESTS, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sample of 0 pages");
    assertThatThrownBy(() -> MiniatureSimulation.of(REQUESTS, 0.01, 1).ratio(Policies.S3_FIFO, 500))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sample more pages");
  }
}
