package dev.freehold.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SectionsTest {
  @Test
  void cutsTimeAsDrawn() {
    Sections sections =
        new Sections(
            new Problem(
                "drawn",
                List.of(
                    Buffer.of("a", 0, 3, 8),
                    Buffer.of("b", 1, 5, 8),
                    Buffer.of("c", 3, 5, 16),
                    Buffer.of("d", 4, 7, 24)),
                100));
    assertThat(sections.count).isEqualTo(2);
    assertThat(sections.unit).isEqualTo(8);
    assertThat(sections.first).containsExactly(0, 0, 1, 1);
    assertThat(sections.end).containsExactly(1, 2, 2, 2);
    assertThat(sections.live).containsExactly(2, 6);
    assertThat(sections.moment).containsExactly(1, 4);
    assertThat(sections.lowerBound()).isEqualTo(6);
  }

  @Test
  void buffersShareASectionExactlyWhereTheyAreLiveTogether() {
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 2_000; i++) {
      Problem problem = Problems.random(random, Problems.Features.ALL, 6);
      Sections sections = new Sections(problem);
      for (int a = 0; a < sections.buffers; a++) {
        for (int b = 0; b < sections.buffers; b++) {
          assertThat(sections.overlap(a, b))
              .as("%d and %d of %s", a, b, problem)
              .isEqualTo(together(problem.buffers().get(a), problem.buffers().get(b)));
        }
      }
    }
  }

  private static boolean together(Buffer a, Buffer b) {
    return a.live().stream()
        .anyMatch(
            s -> b.live().stream().anyMatch(t -> s.lower() < t.upper() && t.lower() < s.upper()));
  }
}
