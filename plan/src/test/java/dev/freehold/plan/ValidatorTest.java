package dev.freehold.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValidatorTest {
  private final Problem problem =
      new Problem(
          "p",
          List.of(
              Buffer.of("a", 0, 10, 4).withGap(3, 5),
              Buffer.of("b", 3, 5, 4),
              Buffer.of("c", 5, 12, 4).alignedTo(4),
              Buffer.of("d", 10, 12, 2).fixedAt(0)),
          8);

  @Test
  void acceptsAValidPlan() {
    assertThat(Validator.fault(problem, new long[] {0, 0, 4, 0})).isEmpty();
  }

  @Test
  void findsSharedBytes() {
    assertThat(Validator.fault(problem, new long[] {4, 0, 4, 0}))
        .hasValue("buffers a and c share bytes at moment 5");
    assertThat(Validator.fault(problem, new long[] {1, 0, 4, 0}))
        .hasValue("buffers a and c share bytes at moment 5");
  }

  @Test
  void findsABufferOutsideTheCapacity() {
    assertThat(Validator.fault(problem, new long[] {5, 0, 0, 0}))
        .hasValue("buffer a lies at 5 to 9: the capacity is 8");
    assertThat(Validator.fault(problem, new long[] {-1, 0, 4, 0}))
        .hasValue("buffer a lies at -1 to 3: the capacity is 8");
  }

  @Test
  void findsABufferOffItsAlignmentOrItsFixedOffset() {
    assertThat(Validator.fault(problem, new long[] {0, 0, 3, 0}))
        .hasValue("buffer c lies at 3: its alignment is 4");
    assertThat(Validator.fault(problem, new long[] {0, 0, 4, 1}))
        .hasValue("buffer d lies at 1: it is fixed at 0");
  }

  @Test
  void findsAPlanOfAnotherLength() {
    assertThat(Validator.fault(problem, new long[2]))
        .hasValue("p has 4 buffers, the plan has 2 offsets");
  }
}
