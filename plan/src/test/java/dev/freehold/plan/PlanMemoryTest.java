package dev.freehold.plan;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.os.Memory;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanMemoryTest {
  private final Plan plan =
      Plan.named("pipeline")
          .buffer("input", 0, 3, 4096)
          .buffer("scratch", 1, 2, 8192)
          .buffer(Buffer.of("output", 2, 4, 8192).alignedTo(64))
          .solve();

  @ParameterizedTest
  @EnumSource
  void runsThePlanInOneBlock(PlanMemory.Checks checks) {
    assertThat(plan.bytes()).isEqualTo(12_288);
    assertThat(plan.alignment()).isEqualTo(64);
    try (PlanMemory memory = plan.open(checks)) {
      MemorySegment input = memory.take("input");
      MemorySegment scratch = memory.take("scratch");
      assertThat(input.byteSize()).isEqualTo(4096);
      input.fill((byte) 1);
      scratch.fill((byte) 2);
      memory.release("scratch");
      MemorySegment output = memory.take("output");
      assertThat(output.address()).isEqualTo(memory.address(2)).isEqualTo(scratch.address());
      output.fill((byte) 3);
      assertThat(input.get(JAVA_BYTE, 4095)).isEqualTo((byte) 1);
      memory.release("input");
      memory.release("output");
    }
  }

  @Test
  void refusesABufferWhoseBytesAreTaken() {
    try (PlanMemory memory = plan.open(PlanMemory.Checks.LIFETIMES)) {
      memory.take("scratch");
      assertThatIllegalStateException()
          .isThrownBy(() -> memory.take("output"))
          .withMessageContaining("buffer output of plan pipeline (8192 bytes at offset")
          .withMessageContaining("taken while buffer scratch is")
          .withMessageContaining("release that first");
      memory.release("scratch");
      memory.take("output");
    }
  }

  @Test
  void endsASegmentWithItsReleaseAndFillsIt() {
    try (PlanMemory memory = plan.open(PlanMemory.Checks.LIFETIMES)) {
      MemorySegment input = memory.take("input");
      memory.release("input");
      assertThatIllegalStateException().isThrownBy(() -> input.get(JAVA_BYTE, 0));
      assertThat(Memory.getByte(memory.address(0))).isEqualTo(PlanMemory.RELEASED);
    }
  }

  @Test
  void refusesToTakeOrReleaseTwice() {
    try (PlanMemory memory = plan.open(PlanMemory.Checks.LIFETIMES)) {
      memory.take("input");
      assertThatIllegalStateException()
          .isThrownBy(() -> memory.take("input"))
          .withMessageContaining("taken twice");
      memory.release("input");
      assertThatIllegalStateException()
          .isThrownBy(() -> memory.release("input"))
          .withMessageContaining("released but not taken");
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsAllSegmentsWhenClosed(PlanMemory.Checks checks) {
    PlanMemory memory = plan.open(checks);
    MemorySegment input = memory.take("input");
    memory.close();
    memory.close();
    assertThatIllegalStateException().isThrownBy(() -> input.get(JAVA_BYTE, 0));
  }

  @Test
  void refusesAnUnknownBufferAndAnAlignmentThatARegionLacks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.offset("nothing"))
        .withMessageContaining("no buffer nothing");
    Plan odd = Plan.named("odd").buffer(Buffer.of("x", 0, 1, 1).alignedTo(3)).solve();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> odd.open(PlanMemory.Checks.NONE))
        .withMessageContaining("alignment 3");
  }

  @Test
  void aDraftThatCannotFitSaysWhy() {
    Plan.Draft draft = Plan.named("tight").capacity(5).buffer("a", 0, 2, 3).buffer("b", 1, 3, 3);
    assertThatThrownBy(draft::solve)
        .isInstanceOf(InfeasiblePlanException.class)
        .hasMessage(
            "tight cannot fit in capacity 5: 2 buffers of 6 bytes in all are live at moment 1: a, b");
  }

  @Test
  void aTraceBecomesAPlan() {
    Plan trace =
        Plan.fromTrace("t", new long[] {0, 1, 3}, new long[] {2, 5, 5}, new long[] {8, 0, 8});
    assertThat(trace.bytes()).isEqualTo(9);
    assertThat(List.of(trace.offset(0), trace.offset(2))).containsOnly(trace.offset(0));
  }
}
