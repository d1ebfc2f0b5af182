package dev.freehold.paging.curve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.paging.policy.Requests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Stretches cut and joined at random against one pass over all requests.
class StretchTest {
  private final Random random = new Random(17);

  @Test
  void joinedInAnyGroupingIsTheExactCurve() {
    for (Requests requests : Workload.small()) {
      Stretch whole = joined(requests, Sampling.ALL);
      assertThat(whole.requests()).isEqualTo(requests.length());
      assertSame(
          whole.curve(requests.distinct(), Sampling.ALL),
          StackDistances.curve(requests),
          requests.distinct());
    }
  }

  @Test
  void joinedInAnyGroupingIsTheSampledCurve() {
    Requests requests = Workload.large(60_000, 9_000);
    for (double rate : new double[] {1, 0.3, 0.07}) {
      Sampling sampling = Sampling.of(rate, 5);
      assertSame(
          joined(requests, sampling).curve(requests.distinct(), sampling),
          Shards.fixedRate(requests, rate, 5),
          requests.distinct());
    }
  }

  @Test
  void theEmptyStretchChangesNothing() {
    Requests requests = Workload.of(500, i -> i * i % 37);
    Stretch.Counter counter = new Stretch.Counter(requests.names(), Sampling.ALL);
    counter.requests(requests.pages());
    Stretch whole = counter.stretch();
    int pages = requests.distinct();
    MissRatioCurve curve = whole.curve(pages, Sampling.ALL);
    assertSame(whole.join(Stretch.EMPTY, pages).curve(pages, Sampling.ALL), curve, pages);
    assertSame(Stretch.EMPTY.join(whole, pages).curve(pages, Sampling.ALL), curve, pages);
  }

  private Stretch joined(Requests requests, Sampling sampling) {
    List<Stretch> stretches = new ArrayList<>();
    int length = requests.length();
    for (int from = 0; from < length; ) {
      int to = Math.min(length, from + 1 + random.nextInt(1 + length / 9));
      Stretch.Counter counter = new Stretch.Counter(requests.names(), sampling);
      counter.requests(Arrays.copyOfRange(requests.pages(), from, to));
      stretches.add(counter.stretch());
      from = to;
    }
    while (stretches.size() > 1) {
      int left = random.nextInt(stretches.size() - 1);
      Stretch right = stretches.remove(left + 1);
      Stretch both = stretches.get(left).join(right, requests.distinct());
      both.verify();
      stretches.set(left, both);
    }
    return stretches.getFirst();
  }

  private static void assertSame(MissRatioCurve got, MissRatioCurve expected, int pages) {
    assertThat(got.steps()).isEqualTo(expected.steps());
    for (int frames = 0; frames <= pages; frames++) {
      assertThat(got.misses(frames)).as("%d frames", frames).isEqualTo(expected.misses(frames));
    }
  }
}
