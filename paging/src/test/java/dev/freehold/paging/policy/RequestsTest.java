package dev.freehold.paging.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequestsTest {
  @Test
  void aFutureComputedElsewhereIsTakenIfItIsTheRightOne() {
    for (Requests requests : Workloads.all(300)) {
      int[] future = requests.nextUses().clone();
      Requests known = Requests.of(requests.pages(), requests.names()).withNextUses(future);
      assertThat(known.nextUses()).isSameAs(future);
      for (int i = 0; i < future.length; i++) {
        int right = future[i];
        for (int wrong : new int[] {right - 1, right + 1, 0, future.length, future.length + 1}) {
          future[i] = wrong;
          if (wrong != right) {
            assertThatThrownBy(() -> requests.withNextUses(future))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not those of the requests");
          }
        }
        future[i] = right;
      }
    }
  }
}
