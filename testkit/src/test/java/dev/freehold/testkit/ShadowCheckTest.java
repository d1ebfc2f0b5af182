package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.region.RegionConfig;
import dev.freehold.testkit.NaiveAllocator.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ShadowCheckTest {
  private static final RegionConfig CONFIG = RegionConfig.ofReserve(64 << 20);
  private static final OperationSequence SEQUENCE =
      OperationSequence.generate(1, 4000, new Mix(32, 1 << 18, 2 << 20, 500));

  private static ShadowCheck check(Fault fault) {
    return new ShadowCheck(CONFIG, NaiveAllocator.broken(fault));
  }

  /// All but what random operations cannot see: they make no call that an allocator must refuse,
  /// but for the interior of a block, nor do they judge holes, ownership and what is never reused.
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {
        "NONE",
        "RESIZE_TO_THE_SAME_REFUSED",
        "FREE_OF_NULL_ACCEPTED",
        "FREE_OF_FOREIGN_ACCEPTED",
        "SIZE_OF_INTERIOR_ANSWERED",
        "OVERFLOW_SERVED",
        "NEGATIVE_SIZE_SERVED",
        "BAD_ALIGNMENT_SERVED",
        "FAILED_COMMIT_KEEPS_BLOCK",
        "REFUSAL_LEAKS",
        "NEVER_FULL",
        "FREED_IS_LOST",
        "LARGEST_HOLE_IS_FIRST_HOLE",
        "WALK_SKIPS_FIRST_HOLE",
        "WALK_SPLITS_HOLES",
        "TRIM_DOES_NOTHING",
        "OWNS_EVERYTHING"
      })
  void faultIsFoundAndMadeSmall(Fault fault) {
    assertThatThrownBy(() -> check(fault).check(SEQUENCE))
        .isInstanceOf(AssertionError.class)
        .satisfies(e -> {
          OperationSequence smallest = printed(e);
          assertThat(smallest.length()).isLessThanOrEqualTo(fault == Fault.VERIFY_FAILS ? 21 : 8);
          assertThatThrownBy(() -> check(fault).run(smallest)).isInstanceOf(Difference.class);
          assertThatCode(() -> check(Fault.NONE).run(smallest)).doesNotThrowAnyException();
        });
  }

  private static OperationSequence printed(Throwable failure) {
    StringBuilder lines = new StringBuilder();
    String.valueOf(failure.getMessage())
        .lines()
        .filter(line -> line.matches("(allocate|resize|free|interior|trim|clear)( \\d+)*"))
        .forEach(line -> lines.append(line).append('\n'));
    return OperationSequence.parse(lines.toString());
  }

  @Test
  void smallestSequenceIsMinimal() {
    assertThatThrownBy(() -> check(Fault.BLOCKS_TOO_SHORT).check(SEQUENCE))
        .hasMessageContaining(
            """
            The smallest sequence that fails has 1 of 77 operations:
            allocate 23 100 1
            operation 0, 'allocate 23 100 1': less is allocated than requested: \
            Statistics[blocks=1, requestedBytes=100, allocatedBytes=99,\
            """);
  }

  @Test
  void soundAllocatorPasses() {
    assertThat(check(Fault.NONE).check(SEQUENCE).allocations()).isGreaterThan(1000);
  }
}
