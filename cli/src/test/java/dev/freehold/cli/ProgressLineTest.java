package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/// A bar in place on a terminal, whole lines elsewhere.
class ProgressLineTest {
  private static String told(ProgressLine.Look look) {
    StringWriter text = new StringWriter();
    ProgressLine progress = new ProgressLine(new PrintWriter(text), look, 4);
    progress.next("git", "slab", "verify");
    progress.next("git", "slab", "time 1/1");
    progress.next("node", "slab", "verify");
    progress.clear();
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void linesTellOfEachTraceOnce() {
    assertThat(told(ProgressLine.Look.LINES))
        .isEqualTo("replaying git (0 % done)\nreplaying node (50 % done)\n");
  }

  @Test
  void barIsRedrawnAndCleared() {
    assertThat(told(ProgressLine.Look.BAR))
        .contains("\r\033[K[###############...............]  50 %  node, slab: verify")
        .endsWith("\r\033[K")
        .doesNotContain("\n");
  }
}
