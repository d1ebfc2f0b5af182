package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.freehold.inspect.Explanation;
import dev.freehold.inspect.Explanation.Share;
import dev.freehold.inspect.Kind;
import dev.freehold.inspect.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {
  @TempDir Path directory;
  private @Nullable Process process;

  private long sleeping() throws IOException {
    Process started = new ProcessBuilder("sleep", "60").start();
    process = started;
    return started.pid();
  }

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void explainsAProcessAndItsJsonSums() throws IOException {
    long pid = sleeping();
    Path json = directory.resolve("e.json");
    Run run = Run.of("explain", pid, "--json", json);

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("process %d, sleep: ".formatted(pid))
        .contains("libraries", "\nRSS ", "100.0")
        .contains("not told: what a program that is no JVM uses its memory for");

    List<String> names = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json.toFile())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && !names.contains(parser.currentName())) {
          names.add(parser.currentName());
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
          numbers.add(parser.getLongValue());
        }
      }
    }
    assertThat(names)
        .containsExactly("schema", "pid", "rssBytes", "parts", "name", "bytes", "unknownBytes");
    assertThat(numbers.getFirst()).isEqualTo(pid);
    assertThat(numbers.subList(2, numbers.size()).stream().mapToLong(Long::longValue).sum())
        .isEqualTo(numbers.get(1));
    assertThat(Files.readString(json)).contains("\"schema\" : \"freehold.explain/1\"");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void topInAPipeIsALineForEachLook() throws IOException {
    Run run = Run.of("top", sleeping(), "--count", 2, "--interval", "10ms");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.contains(" rss="));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          explain                         | Missing required parameter
          explain java                    | 'java'
          explain 4194999                 | there is no
          explain -1                      | there is no
          explain 4194999 --json D/no/e   | there is no directory 'D/no'
          top 4194999                     | there is no
          top 4194999 --interval soon     | is no length of time
          top 4194999 --count 0           | --count 0: must be from 1
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
  void smallPartsThatComeInNumbersArePutTogether() {
    Explanation explanation =
        new Explanation(
            42,
            10_000,
            List.of(
                new Share(new Part(Kind.JAVA_HEAP, ""), 9_000),
                new Share(new Part(Kind.GC, ""), 10),
                new Share(new Part(Kind.FILE, "/a/" + "long/".repeat(10) + "b"), 860),
                new Share(new Part(Kind.FILE, "/c"), 20),
                new Share(new Part(Kind.FILE, "/d"), 30)),
            80,
            List.of());
    assertThat(ExplainText.table(explanation))
        .isEqualTo(
            """
            part                                                                               resident      %  bytes
            java-heap                                 objects of the program                    8.8 KiB   90.0   9000
            file:…ng/long/long/long/long/long/long/b  a mapped file                               860 B    8.6    860
            file, others                              small ones together                          50 B    0.5     50
            gc                                        card tables, mark bits, remembered sets      10 B    0.1     10
            unknown                                   no part could be named                       80 B    0.8     80
            RSS                                                                                 9.8 KiB  100.0  10000
            """);
  }
}
