package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `freehold plan` from the arguments to the files.
class PlanCommandTest {
  @TempDir private Path directory;
  private Path problem = Path.of("set before each");

  @BeforeEach
  void write() throws IOException {
    problem =
        Files.writeString(
            directory.resolve("small.12.csv"),
            "id,lower,upper,size\nb1,0,3,4\nb2,3,9,4\nb3,0,9,4\nb</script>4,9,21,4\nb5,0,21,4\n");
  }

  @Test
  void writesThePlanTheResultsAndThePicture() throws IOException {
    Path plan = directory.resolve("plan.csv");
    Path json = directory.resolve("plan.json");
    Path html = directory.resolve("plan.html");
    Run run = Run.of("plan", problem, "--output", plan, "--json", json, "--html", html);
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("small.12", "optimal");
    assertThat(Files.readString(plan)).startsWith("id,lower,upper,size,offset\nb1,0,3,4,");
    Json read = Json.read(json);
    assertThat(read.schema()).isEqualTo("freehold.plan/1");
    assertThat(read.results().getFirst())
        .containsEntry("problem", "small.12")
        .containsEntry("buffers", "5")
        .containsEntry("capacity", "12")
        .containsEntry("feasible", "true")
        .containsEntry("height", "12")
        .containsEntry("lowerBound", "12")
        .containsEntry("optimal", "true")
        .containsKey("seconds");
    assertThat(Files.readString(html))
        .contains("[\"b1\",0,3,")
        .contains("b\\u003c/script>4")
        .doesNotContain("/*data*/", "http:", "https:");
  }

  @Test
  void aPlanIsAProblemAgain() {
    Path plan = directory.resolve("plan.csv");
    assertThat(Run.of("plan", problem, "--output", plan).code()).isZero();
    assertThat(Run.of("plan", plan, "--minimize").out()).contains("optimal");
  }

  @Test
  void anInfeasibleProblemShowsWhatProvesIt() throws IOException {
    Path json = directory.resolve("plan.json");
    Path plan = directory.resolve("plan.csv");
    Run run = Run.of("plan", problem, "--capacity", "11", "--json", json, "--output", plan);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "small.12 cannot fit in capacity 11: 3 buffers of 12 bytes in all are live at moment 0:"
                + " b1, b3, b5");
    assertThat(Files.readString(json)).contains("\"feasible\" : false", "too_much_live");
    assertThat(plan).doesNotExist();
  }

  @Test
  void aTraceIsAProblem() throws IOException {
    Path trace =
        Files.writeString(directory.resolve("t.rep"), "0\n2\n4\n24\na 0 16\na 1 8\nf 0\na 0 16\n");
    Run run = Run.of("plan", trace);
    assertThat(run.code()).isZero();
    assertThat(run.out()).containsPattern("t +3 +- +24 +24 +0.00 % .*optimal");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "absent.csv              | there is no file 'absent.csv'; name a CSV file",
        "absent                  | absent",
        "a.csv b.csv --output c.csv | --output takes the plan of one problem",
        "a.csv --timeout x       | 'x' is no length of time: write a number with ms, s, m or h",
        "a.csv --timeout 0s      | '0s' is out of range",
        "a.csv --capacity -5     | '-5' is no size",
        "--minimize              | PROBLEM",
      })
  void wrongUseIsOneLine(String arguments, String message) {
    Run run = Run.of((Object[]) ("plan " + arguments).split(" +"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(message);
  }

  @Test
  void aMalformedLineIsNamed() throws IOException {
    Files.writeString(problem, "id,lower,upper,size\nb1,0,3,4\nb2,3,3,4\n");
    Run run = Run.of("plan", problem);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("small.12.csv:3: buffer b2 has lower 3 and upper 3: upper is exclusive");
    assertThat(run.err().lines()).hasSize(1);
  }
}
