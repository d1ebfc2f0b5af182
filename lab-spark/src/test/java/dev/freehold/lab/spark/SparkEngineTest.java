package dev.freehold.lab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.lab.pages.Cell;
import dev.freehold.lab.pages.CellProgress;
import dev.freehold.lab.pages.LocalEngine;
import dev.freehold.lab.pages.PageEngine;
import dev.freehold.lab.pages.PageTrace;
import dev.freehold.paging.policy.Policies;
import dev.freehold.paging.policy.Requests;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparkEngineTest {
  private static final long MEMORY = 2L << 30; // 2 GiB

  @BeforeAll
  static void start() {
    Local.session();
  }

  static List<String> bundled() {
    return Local.bundled();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void equalsTheLocalEngineOnBundledTraces(String file) {
    PageTrace trace = Local.read(file);
    assertSame(trace, cells(trace, trace.distinct() / 20, trace.distinct() / 4));
  }

  @Test
  void equalsTheLocalEngineOnMadeTraces() {
    for (Requests requests : Local.made()) {
      PageTrace trace = new PageTrace("made", requests, 0);
      assertSame(trace, cells(trace, 20, 40));
    }
  }

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(PageEngine.class).stream().map(engine -> engine.get().name()))
        .containsExactly("spark");
  }

  private static List<Cell> cells(PageTrace trace, int... sizes) {
    return Stream.of(Policies.values())
        .flatMap(policy ->
            IntStream.of(sizes)
                .filter(size -> size >= policy.minimum() && size <= Math.max(40, trace.length()))
                .mapToObj(size -> new Cell(policy, size)))
        .toList();
  }

  private static void assertSame(PageTrace trace, List<Cell> cells) {
    assertThat(new SparkEngine().run(trace, cells, MEMORY, CellProgress.NONE))
        .isNotEmpty()
        .isEqualTo(LocalEngine.ofProcessors().run(trace, cells, MEMORY, CellProgress.NONE));
  }
}
