package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HierarchyCommandTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          hierarchy --json D/none/h.json   | there is no directory 'D/none'
          hierarchy --html D               | is a directory
          hierarchy --json D/a --html D/a  | 'D/a' is to be written twice
          hierarchy extra                  | 'extra'
          hierarchy --slow                 | Unknown option: '--slow'
          doctor --json D/none/d.json      | there is no directory 'D/none'
          doctor --html D/d.html           | Unknown option
          """)
  void wrongUseIsOneLine(String arguments, String message) throws IOException {
    Run run = Run.of((Object[]) arguments.replace("D", directory.toString()).split(" +"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(message.replace("D", directory.toString()));
    assertThat(run.out()).isEmpty();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  @Tag("slow")
  void measuresThisMachine() throws IOException {
    Path json = directory.resolve("h.json");
    Path html = directory.resolve("h.html");
    Run run = Run.of("hierarchy", "--quick", "--json", json, "--html", html);

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("Latency of a load", "minor fault", "by the textbook", "compiler");
    assertThat(run.err().lines()).hasSize(6).allMatch(line -> line.startsWith("measuring "));
    assertThat(Files.readString(json)).contains("\"schema\" : \"freehold.hierarchy/1\"");
    assertThat(Files.readString(html)).contains("latencyChart");
  }
}
