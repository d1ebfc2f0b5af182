package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.lab.bugs.Bug;
import org.junit.jupiter.api.Test;

/// The bugs command; what is run runs in a child process.
final class BugsCommandTest {
  @Test
  void listsEveryBug() {
    Run run = Run.of("bugs");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .hasSize(Bug.all().size() + 3)
        .anyMatch(line -> line.matches("segment-after-close +use-after-free +CWE-416 +scoped"))
        .anyMatch(line -> line.matches("frame-native-write-into-neighbor +overflow +CWE-121 +-"))
        .anyMatch(line -> line.matches("native-copy-too-long +overflow +CWE-122 +guarded"));
  }

  @Test
  void showsTheReportOfADefect() {
    Run run = Run.of("bugs", "use-after-free");
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    assertThat(run.out())
        .contains("segment.get(JAVA_LONG, 0); // used")
        .contains("Freehold: block used after it was freed")
        .contains("used    at dev.freehold.lab.bugs.Frees.segmentAfterClose(Frees.java:")
        .contains("freed   at dev.freehold.lab.bugs.Frees.segmentAfterClose(Frees.java:")
        .contains("taken   at dev.freehold.lab.bugs.Frees.segmentAfterClose(Frees.java:")
        .contains("docs/checks/use-after-free.md")
        .doesNotContain("Fixed(")
        .contains("Alike: returned-after-it-was-freed");
  }

  @Test
  void saysWhatIsNotFound() {
    Run run = Run.of("bugs", "frame-native-write-into-neighbor");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("this one is not found");
  }

  @Test
  void refusesAnUnknownName() {
    Run run = Run.of("bugs", "of-unknown-name");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("freehold bugs: 'of-unknown-name' is no bug; name one that")
        .contains("double-free, ");
  }
}
