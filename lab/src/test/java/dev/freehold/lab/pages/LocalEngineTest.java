package dev.freehold.lab.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.paging.curve.StackDistances;
import dev.freehold.paging.policy.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Cells in parallel, what they take, and what is sought and compared with them.
class LocalEngineTest {
  private static final PageTrace TRACE = trace();

  private static PageTrace trace() {
    Random random = new Random(5);
    return Requested.of(
        "made", 60_000, i -> i % 9 < 4 ? random.nextInt(400) : (long) (5000 * random.nextDouble()));
  }

  private static List<Cell> cells(int size) {
    return Stream.of(Policies.values()).map(policy -> new Cell(policy, size)).toList();
  }

  @Test
  void cellsAreThePoliciesInTheirOrder() {
    List<Cell> begun = new ArrayList<>();
    List<CellResult> results =
        new LocalEngine(2).run(TRACE, cells(300), Long.MAX_VALUE, (trace, cell) -> begun.add(cell));
    assertThat(begun).containsExactlyInAnyOrderElementsOf(cells(300));
    assertThat(results).extracting(CellResult::cell).containsExactlyElementsOf(cells(300));
    for (CellResult result : results) {
      Policies policy = result.cell().policy();
      long misses = TRACE.requests().misses(policy.open(TRACE.requests(), 300));
      assertThat(result.misses()).as(policy.policy()).isEqualTo(misses);
      assertThat(result.requests()).isEqualTo(60_000);
      assertThat(Double.isNaN(result.meanPages())).isEqualTo(!result.isVariable());
    }
    assertThat(new LocalEngine(1).run(TRACE, cells(300), Long.MAX_VALUE, CellProgress.NONE))
        .isEqualTo(results);
  }

  @Test
  void memoryLimitIsKeptAndStillLetsEveryCellPass() {
    List<Cell> cells = cells(1000);
    long largest = cells.stream().mapToLong(cell -> cell.bytes(TRACE)).max().orElseThrow();
    long own = 8L * TRACE.length() + 8L * TRACE.distinct();
    MemoryGate tight = LocalEngine.gate(TRACE, cells, own + largest);
    MemoryGate wide = LocalEngine.gate(TRACE, cells, Long.MAX_VALUE);
    LocalEngine engine = new LocalEngine(8);
    assertThat(engine.run(TRACE, cells, tight, CellProgress.NONE))
        .isEqualTo(engine.run(TRACE, cells, wide, CellProgress.NONE));
    assertThat(tight.peak()).isEqualTo(largest);
    assertThatThrownBy(() -> engine.run(TRACE, cells, own + largest - 1, CellProgress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("raise it or ask for less");
  }

  @Test
  void gateMakesWorkWaitUntilThereIsRoom() throws InterruptedException {
    MemoryGate gate = new MemoryGate(10);
    gate.take(7);
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                gate.take(4);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (waiting.getState() != Thread.State.WAITING && waiting.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(gate.peak()).isEqualTo(7);
    gate.give(7);
    waiting.join();
    assertThat(gate.peak()).isEqualTo(7);
    gate.take(6);
    assertThat(gate.peak()).isEqualTo(10);
  }

  @Test
  void failureOfACellIsThatOfTheRun() {
    assertThatThrownBy(() ->
            new LocalEngine(2)
                .run(
                    TRACE,
                    List.of(new Cell(Policies.LRU, 5), new Cell(Policies.LIRS, 1)),
                    Long.MAX_VALUE,
                    CellProgress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lirs needs at least");
  }

  @Test
  void targetIsFoundToTwoPercent() {
    LocalEngine engine = new LocalEngine(2);
    List<CellResult> known = engine.run(TRACE, cells(500), Long.MAX_VALUE, CellProgress.NONE);
    TargetSearch search = new TargetSearch(engine, Long.MAX_VALUE, CellProgress.NONE);
    Map<Policies, OptionalInt> found = search.run(TRACE, 0.3, known);
    int exact = StackDistances.curve(TRACE.requests()).framesFor(0.3).orElseThrow();
    assertThat(found.getOrDefault(Policies.LRU, OptionalInt.empty()).orElseThrow())
        .isBetween(exact, exact + Math.max(1, exact / 50) + 1);
    assertThat(found).doesNotContainKeys(Policies.WORKING_SET, Policies.VMIN);
    found.forEach((policy, frames) -> {
      int size = frames.orElseThrow();
      long misses = TRACE.requests().misses(policy.open(TRACE.requests(), size));
      assertThat(misses / 60_000.0).as("%s of %d", policy, size).isLessThanOrEqualTo(0.3);
    });
    assertThat(search.run(TRACE, 0.01, known).values()).containsOnly(OptionalInt.empty());
  }

  @Test
  void comparisonIsWithOptAtTheSameSize() {
    List<Cell> cells =
        Stream.of(100, 1000)
            .flatMap(size ->
                Stream.of(Policies.OPT, Policies.LRU, Policies.FIFO, Policies.WORKING_SET)
                    .map(policy -> new Cell(policy, size)))
            .toList();
    List<CellResult> results =
        new LocalEngine(2).run(TRACE, cells, Long.MAX_VALUE, CellProgress.NONE);
    OptComparison comparison = new OptComparison(results);
    double first = (double) results.get(1).misses() / results.get(0).misses();
    double second = (double) results.get(5).misses() / results.get(4).misses();
    assertThat(comparison.ratio(results.get(1))).hasValue(first);
    assertThat(comparison.ratio(results.get(3))).isEmpty();
    assertThat(comparison.mean(Policies.LRU).orElseThrow())
        .isCloseTo(Math.sqrt(first * second), within(1e-9));
    assertThat(comparison.lead()).startsWith("lru comes nearest to OPT: it misses 1.");
    assertThat(new OptComparison(List.of()).lead()).isEqualTo("No policy was compared with OPT.");
  }

  @Test
  void automaticSizesAreHalvings() {
    assertThat(FrameSizes.of(100_000))
        .containsExactly(390, 780, 1600, 3100, 6300, 13_000, 25_000, 50_000);
    assertThat(FrameSizes.of(6)).containsExactly(1, 3);
    assertThat(FrameSizes.of(1)).containsExactly(1);
  }
}
