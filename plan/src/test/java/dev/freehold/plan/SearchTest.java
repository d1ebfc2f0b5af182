package dev.freehold.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SearchTest {
  private static final List<Order> ORDERS = List.of(Order.values());

  private static final long LIMIT = 30;
  private static final int PROBLEMS = 2_000;

  @ParameterizedTest
  @EnumSource
  void fitsExactlyWhereBruteForceDoes(Problems.Features features) {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < PROBLEMS; i++) {
      Problem problem = Problems.random(random, features, 6);
      long least = Problems.leastHeight(problem.buffers(), LIMIT);
      Order order = ORDERS.get(i % ORDERS.size());
      if (least < 0) {
        assertThat(outcome(problem, LIMIT, order))
            .as("%s", problem)
            .isEqualTo(Search.Outcome.IMPOSSIBLE);
        continue;
      }
      assertThat(outcome(problem, least, order))
          .as("at %d: %s", least, problem)
          .isEqualTo(Search.Outcome.FOUND);
      assertThat(outcome(problem, least - 1, order))
          .as("below %d: %s", least, problem)
          .isEqualTo(Search.Outcome.IMPOSSIBLE);
    }
  }

  /// The same at a scale where no subset sums are kept.
  @ParameterizedTest
  @EnumSource
  void needsNoSubsetSums(Problems.Features features) {
    SplittableRandom random = new SplittableRandom(100);
    long scale = SubsetSums.MOST_UNITS;
    for (int i = 0; i < PROBLEMS / 4; i++) {
      Problem problem = Problems.random(random, features, 6);
      Sections sections = new Sections(problem);
      for (int b = 0; b < sections.buffers; b++) {
        sections.size[b] *= scale;
        sections.alignment[b] *= sections.alignment[b] == 1 ? 1 : scale;
        sections.fixed[b] *= sections.fixed[b] == Sections.ANY ? 1 : scale;
      }
      long least = Problems.leastHeight(problem.buffers(), LIMIT);
      long capacity = (least < 0 ? LIMIT : least) / sections.unit * scale;
      Search.Outcome outcome =
          new Search(sections, capacity, 1, Clock.of(60_000_000_000L))
              .run(Order.AREA, Long.MAX_VALUE / 2);
      assertThat(outcome)
          .as("%s", problem)
          .isEqualTo(least < 0 ? Search.Outcome.IMPOSSIBLE : Search.Outcome.FOUND);
    }
  }

  private static Search.Outcome outcome(Problem problem, long capacity, Order order) {
    Sections sections = new Sections(problem);
    Search search =
        new Search(sections, Math.floorDiv(capacity, sections.unit), 1, Clock.of(60_000_000_000L));
    Search.Outcome outcome = search.run(order, Long.MAX_VALUE / 2);
    if (outcome == Search.Outcome.FOUND) {
      long[] offsets = new long[sections.buffers];
      for (int b = 0; b < offsets.length; b++) {
        offsets[b] = search.offset(b) * sections.unit;
      }
      assertThat(Validator.fault(problem.withCapacity(capacity), offsets))
          .as("%s", problem)
          .isEmpty();
    }
    return outcome;
  }
}
