package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A burst of allocations beyond the memory of a container, in JVMs of their own.
@EnabledOnOs(OS.LINUX)
final class ContainerLimitTest {
  private static final long LIMIT = 256L << 20;
  private static final long ROOM = 64L << 20;
  private static final String BLOCKS = "400"; // MiB
  private static final int KILLED = 128 + 9;

  private ControlGroup group;

  @BeforeEach
  void limit() throws IOException {
    group = ControlGroup.of(LIMIT);
  }

  @AfterEach
  void noLimit() throws InterruptedException {
    group.remove();
  }

  /// What the process says before its end, or what ended it.
  private String run(List<String> command) throws IOException, InterruptedException {
    Process process = group.start(command);
    try {
      String said = process.inputReader().readLine();
      if (said != null && !group.isEnforced() && group.wasExceeded(process)) {
        return "killed";
      }
      process.getOutputStream().close();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      if (said == null) {
        assertThat(process.exitValue()).isEqualTo(KILLED);
        return "killed";
      }
      assertThat(process.exitValue()).isZero();
      return said;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aHeapWithoutALimitIsKilled() throws Exception {
    assertThat(run(Burst.command(List.of("-Dfreehold.budget=max"), BLOCKS))).isEqualTo("killed");
  }

  @Test
  void aHeapWithinABudgetIsRefusedAndLives() throws Exception {
    String budget = Long.toString(LIMIT - ROOM);
    assertThat(run(Burst.command(List.of(), BLOCKS, budget))).isEqualTo("refused after 192 MiB");
  }

  /// The limit of the group, less the Java heap of 16 MiB and the reserve of 64 MiB.
  @Test
  void aHeapOfWhichNothingIsSaidIsRefusedToo() throws Exception {
    assumeTrue(group.isEnforced(), "no control group with a memory limit can be made here");
    assertThat(run(Burst.command(List.of(), BLOCKS))).isEqualTo("refused after 176 MiB");
  }

  /// As before there were budgets: with a warning, and without a limit.
  @Test
  void aHeapBesideAJavaHeapThatLeavesNothingIsServed() throws Exception {
    assumeTrue(group.isEnforced(), "no control group with a memory limit can be made here");
    assertThat(run(Burst.command(List.of("-Xmx512m"), "20"))).isEqualTo("took all after 20 MiB");
  }
}
