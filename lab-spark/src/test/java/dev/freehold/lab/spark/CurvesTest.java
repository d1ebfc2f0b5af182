package dev.freehold.lab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.paging.curve.MissRatioCurve;
import dev.freehold.paging.curve.Sampling;
import dev.freehold.paging.curve.Shards;
import dev.freehold.paging.curve.StackDistances;
import dev.freehold.paging.policy.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurvesTest {
  static java.util.List<String> bundled() {
    return Local.bundled();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void exactOnBundledTraces(String file) {
    Requests requests = Local.read(file).requests();
    Parts parts = SharedParts.of(Local.spark(), requests, 50_000);
    assertSame(
        Curves.of(Local.spark(), parts, Sampling.ALL, 7),
        StackDistances.curve(requests),
        requests.distinct());
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void sampledOnBundledTraces(String file) {
    Requests requests = Local.read(file).requests();
    Parts parts = SharedParts.of(Local.spark(), requests, 50_000);
    assertSame(
        Curves.of(Local.spark(), parts, Sampling.of(0.03, 2), 4),
        Shards.fixedRate(requests, 0.03, 2),
        requests.distinct());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void exactInAnyNumberOfStretches(int stretches) {
    for (Requests requests : Local.made()) {
      Parts parts = SharedParts.of(Local.spark(), requests, 97);
      assertSame(
          Curves.of(Local.spark(), parts, Sampling.ALL, stretches),
          StackDistances.curve(requests),
          requests.distinct());
    }
  }

  @Test
  void theNextUsesAreThoseOfTheTrace() {
    for (Requests requests : Local.made()) {
      Parts parts = SharedParts.of(Local.spark(), requests, 1000);
      assertThat(NextUses.of(Local.session(), parts)).isEqualTo(requests.nextUses());
    }
  }

  private static void assertSame(MissRatioCurve spark, MissRatioCurve local, int pages) {
    assertThat(spark.steps()).isEqualTo(local.steps());
    for (int frames = 0; frames <= pages; frames++) {
      assertThat(spark.misses(frames)).isEqualTo(local.misses(frames));
    }
  }
}
