package dev.freehold.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SweepTest {
  private static final List<Order> ORDERS = List.of(Order.values());

  @ParameterizedTest
  @EnumSource
  void keepsLiveBuffersApart(Problems.Features features) {
    SplittableRandom random = new SplittableRandom(400);
    for (int i = 0; i < 3_000; i++) {
      Problem problem = Problems.random(random, features, 12).withCapacity(Problem.UNLIMITED);
      if (Problems.leastHeight(
              problem.buffers().stream().filter(b -> b.fixed().isPresent()).toList(), 30)
          < 0) {
        continue;
      }
      Sections sections = new Sections(problem);
      long[] offsets = Sweep.place(sections, ORDERS.get(i % ORDERS.size()), i);
      for (int b = 0; b < offsets.length; b++) {
        offsets[b] *= sections.unit;
      }
      assertThat(Validator.fault(problem, offsets)).as("%s", problem).isEmpty();
    }
  }

  @Test
  void plansARandomTraceNearItsBound() {
    SplittableRandom random = new SplittableRandom(5);
    int blocks = 50_000;
    long[] lower = new long[blocks];
    long[] upper = new long[blocks];
    long[] bytes = new long[blocks];
    for (int b = 0; b < blocks; b++) {
      lower[b] = b;
      long life = 1L << random.nextInt(16);
      upper[b] = Math.min(blocks, b + 1 + random.nextLong(life));
      bytes[b] = random.nextInt(0, 2_000);
    }
    Plan plan = Plan.fromTrace("random", lower, upper, bytes);
    assertThat(Validator.fault(plan.solution().problem(), Problems.offsets(plan.solution())))
        .isEmpty();
    assertThat(plan.solution().gap()).isLessThan(0.06);
  }
}
