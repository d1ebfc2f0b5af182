package dev.freehold.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.CheckConfig;
import dev.freehold.Checks;
import dev.freehold.HeapConfig;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each hostile program meets its verdict.
final class HostileProgramsTest {
  private static final HeapConfig CONFIG =
      HeapConfig.named("hostile")
          .withReserve(1 << 28)
          .withChecks(Checks.FULL)
          .withCheckConfig(
              CheckConfig.DEFAULT.withQuarantine(4 << 20).withStacks(CheckConfig.Stacks.LEFT_OUT));

  @TestFactory
  Stream<DynamicTest> programs() {
    return HostilePrograms.ALL.stream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.name(),
                () ->
                    assertThat(Hostile.Verdict.of(Outcome.of(CONFIG, each.body())))
                        .isEqualTo(each.verdict())));
  }

  @Test
  void theDocumentIsTheTable() throws IOException {
    assertThat(HostilePrograms.ALL).hasSize(42);
    Documents.assertCurrent("hostile.md", HostilePrograms.document());
  }
}
