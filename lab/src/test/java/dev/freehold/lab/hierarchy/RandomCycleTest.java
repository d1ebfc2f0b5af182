package dev.freehold.lab.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RandomCycleTest {
  private static final long BYTES = 4 << 20;
  private Region region;

  @BeforeEach
  void commit() {
    region = Region.reserve(RegionConfig.ofReserve(BYTES));
    assertThat(region.commit(0, BYTES)).isTrue();
  }

  @AfterEach
  void close() {
    region.close();
  }

  private Set<Long> visited(int nodes) {
    Set<Long> visited = new HashSet<>();
    long at = region.base();
    for (int i = 0; i < nodes; i++) {
      visited.add(at);
      at = RandomCycle.follow(at, 1);
    }
    assertThat(at).isEqualTo(region.base());
    return visited;
  }

  @Test
  void everySizeIsOneCycleThroughAllNodes() {
    RandomCycle cycle = new RandomCycle(region.base(), 64, 64);
    for (int nodes = 1; nodes <= 200; nodes++) {
      cycle.growTo(nodes);
      assertThat(visited(nodes)).hasSize(nodes);
    }
    assertThat(new TreeSet<>(visited(200)).last()).isEqualTo(region.base() + 199 * 64);
  }

  @Test
  void growingToFewerNodesChangesNothing() {
    RandomCycle cycle = new RandomCycle(region.base(), 64, 64);
    cycle.growTo(50);
    cycle.growTo(10);
    assertThat(visited(50)).hasSize(50);
  }

  @Test
  void aStrideOfAPageSpreadsItsNodesOverTheLinesOfThePage() {
    RandomCycle cycle = new RandomCycle(region.base(), 4096, 64);
    cycle.growTo(128);
    Set<Long> visited = visited(128);
    Set<Long> pages = new HashSet<>();
    Set<Long> lines = new HashSet<>();
    for (long address : visited) {
      pages.add((address - region.base()) / 4096);
      lines.add((address - region.base()) % 4096 / 64);
    }
    assertThat(pages).hasSize(128);
    assertThat(lines).hasSize(64);
  }

  @Test
  void theOrderIsNotThatOfTheAddresses() {
    RandomCycle cycle = new RandomCycle(region.base(), 64, 64);
    cycle.growTo(1000);
    int neighbours = 0;
    long at = region.base();
    for (int i = 0; i < 1000; i++) {
      long next = RandomCycle.follow(at, 1);
      neighbours += next - at == 64 ? 1 : 0;
      at = next;
    }
    assertThat(neighbours).isLessThan(10);
  }
}
