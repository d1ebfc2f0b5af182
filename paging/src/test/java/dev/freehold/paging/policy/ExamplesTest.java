package dev.freehold.paging.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The example of the package and of the guide, line by line.
class ExamplesTest {
  private final int[] pages = IntStream.range(0, 10_000).map(i -> i % 2000).toArray();
  private final long[] names = LongStream.range(0, 2000).map(i -> i * 4096).toArray();

  @Test
  void lruOnALoop() {
    Requests requests = Requests.of(pages, names); // pages numbered from 0, in the order of a trace
    ReplacementPolicy lru = Policies.LRU.open(requests, 1000);
    long misses = requests.misses(lru);

    ReplacementPolicy own = new Clock(1 << 20, 1000, 2); // 2^20 pages, 1000 frames, 2 bits
    boolean hit = own.request(17);

    assertThat(misses).isEqualTo(10_000);
    assertThat(hit).isFalse();
  }
}
