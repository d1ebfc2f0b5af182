package dev.freehold.paging.curve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.paging.policy.Lru;
import dev.freehold.paging.policy.Policies;
import dev.freehold.paging.policy.Requests;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The exact curve against the policy that it is the curve of.
class StackDistancesTest {
  @Test
  void equalsLruAtEverySize() {
    for (Requests requests : Workload.small()) {
      MissRatioCurve curve = StackDistances.curve(requests);
      assertThat(curve.misses(0)).isEqualTo(requests.length());
      for (int frames = 1; frames <= requests.distinct() + 2; frames++) {
        long misses = requests.misses(new Lru(requests.distinct(), frames));
        assertThat(curve.misses(frames)).as("%d frames", frames).isEqualTo(misses);
      }
    }
  }

  @Test
  void equalsLruOverManyCompactions() {
    Requests requests = Workload.large(400_000, 30_000);
    MissRatioCurve curve = StackDistances.curve(requests);
    for (int frames = 1; frames < requests.distinct(); frames += 1 + frames / 2) {
      long misses = requests.misses(new Lru(requests.distinct(), frames));
      assertThat(curve.misses(frames)).as("%d frames", frames).isEqualTo(misses);
    }
  }

  @Test
  void stackKeepsItsInvariantsWhilePagesComeAndGo() {
    Random random = new Random(3);
    RecencyOrder stack = new RecencyOrder(9000);
    boolean[] in = new boolean[9000];
    for (int i = 0; i < 40_000; i++) {
      int page = random.nextInt(i < 20_000 ? 9000 : 50);
      assertThat(stack.request(page) > 0).isEqualTo(in[page]);
      in[page] = true;
      int other = random.nextInt(9000);
      if (in[other]) {
        stack.remove(other);
        in[other] = false;
      }
      if (i % 97 == 0 || i > 39_900) {
        stack.verify();
      }
    }
  }

  /// More frames, more misses: Belady, Nelson and Shedler, CACM 12(6), 1969. LRU never does that.
  @Test
  void fifoHasBeladysAnomalyAndLruHasNot() {
    int[] classic = {1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5};
    Requests requests = Workload.of(classic.length, i -> classic[i]);
    assertThat(requests.misses(Policies.FIFO.open(requests, 3))).isEqualTo(9);
    assertThat(requests.misses(Policies.FIFO.open(requests, 4))).isEqualTo(10);
    MissRatioCurve lru = StackDistances.curve(requests);
    assertThat(lru.misses(3)).isEqualTo(10);
    assertThat(lru.misses(4)).isEqualTo(8);
  }
}
