package dev.freehold.paging.curve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.paging.policy.Requests;
import org.junit.jupiter.api.Test;

/// What is read off a curve.
class MissRatioCurveTest {
  @Test
  void loopHasItsKneeWhereItFits() {
    MissRatioCurve loop = StackDistances.curve(Workload.of(10_000, i -> i % 40));
    assertThat(loop.knee()).isEqualTo(40);
    assertThat(loop.misses(39)).isEqualTo(10_000);
    assertThat(loop.misses(40)).isEqualTo(40);
    assertThat(loop.framesFor(0.004)).hasValue(40);
    assertThat(loop.framesFor(0.003)).isEmpty();
    assertThat(loop.framesFor(1)).hasValue(0);
  }

  /// A hot set of 10 pages takes 9 of 10 requests, and a loop over 1,000 the rest: the knee is
  /// where the hot set fits, with the pages of the loop that come between.
  @Test
  void kneeSeparatesTheHotSet() {
    Requests requests = Workload.of(50_000, i -> i % 10 == 9 ? 10 + i / 10 % 1000 : i % 10);
    MissRatioCurve curve = StackDistances.curve(requests);
    assertThat(curve.knee()).isEqualTo(10);
    assertThat(curve.ratio(curve.knee())).isBetween(0.10, 0.101);
  }

  @Test
  void noKneeWhereNothingComesBack() {
    MissRatioCurve scan = StackDistances.curve(Workload.of(500, i -> i));
    assertThat(scan.knee()).isZero();
    assertThat(scan.steps()).isEqualTo(1);
    assertThat(scan.framesFor(0.99)).isEmpty();
  }
}
