package dev.freehold.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StepSetTest {
  private static final int STEPS = 300;

  @Test
  void behavesAsASortedSet() {
    Random random = new Random(1);
    StepSet steps = new StepSet();
    TreeSet<Integer> model = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      int from = random.nextInt(STEPS);
      int to = from + random.nextInt(Math.min(40, STEPS - from) + 1);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          steps.add(from, to);
          for (int step = from; step < to; step++) {
            model.add(step);
          }
        }
        case 2, 3 -> {
          steps.remove(from, to);
          model.subSet(from, to).clear();
        }
        default -> {
          if (random.nextInt(100) == 0) {
            steps.clear();
            model.clear();
          }
        }
      }
      assertThat(steps.size()).isEqualTo(model.size());
      assertThat(steps.end()).isEqualTo(model.isEmpty() ? 0 : model.last() + 1);
      assertThat(steps.count(from, to)).isEqualTo(model.subSet(from, to).size());
      assertThat(steps.contains(from)).isEqualTo(model.contains(from));
      Integer present = model.ceiling(from);
      assertThat(steps.nextPresent(from)).isEqualTo(present == null ? Integer.MAX_VALUE : present);
      int absent = from;
      while (model.contains(absent)) {
        absent++;
      }
      assertThat(steps.nextAbsent(from)).isEqualTo(absent);
    }
  }

  @Test
  void stepsBeyondAnyRegionAreAbsent() {
    StepSet steps = new StepSet();
    steps.add(0, 10);
    for (long step : new long[] {1L << 31, 1L << 32, (1L << 32) + 5, Long.MAX_VALUE}) {
      assertThat(steps.contains(step)).as("contains %d", step).isFalse();
      assertThat(steps.nextPresent(step)).isEqualTo(Integer.MAX_VALUE);
    }
  }
}
