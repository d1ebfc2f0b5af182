package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.lab.doctor.Finding;
import dev.freehold.lab.doctor.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private static final Finding GOOD =
      new Finding("Java", Verdict.OK, Finding.Need.ESSENTIAL, "VM 25", "runs on it", "");
  private static final Finding USEFUL =
      new Finding("mseal", Verdict.MISSING, Finding.Need.USEFUL, "ENOSYS", "does without", "6.10");
  private static final Finding STOPS =
      new Finding(
          "native access",
          Verdict.MISSING,
          Finding.Need.ESSENTIAL,
          "denied",
          "takes no memory",
          "java --flag");

  @Test
  void thisMachineServes(@TempDir Path directory) throws IOException {
    Path json = directory.resolve("d.json");
    Run run = Run.of("doctor", "--json", json);

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("native access", "Freehold works here.");
    Json read = Json.read(json);
    assertThat(read.schema()).isEqualTo("freehold.doctor/1");
    assertThat(read.results())
        .hasSizeGreaterThan(3)
        .allSatisfy(result ->
            assertThat(result)
                .containsOnlyKeys("name", "verdict", "essential", "found", "effect", "remedy"));
  }

  @Test
  void whatIsMissingAndNotEssentialDoesNotFail() {
    StringWriter out = new StringWriter();
    assertThat(DoctorCommand.tell(List.of(GOOD, USEFUL), new PrintWriter(out))).isZero();
    assertThat(out)
        .hasToString(
            """
                   state    found   Freehold
            Java   ok       VM 25   runs on it
            mseal  missing  ENOSYS  does without

            to change mseal: 6.10

            Freehold works here.
            """);
  }

  @Test
  void whatIsEssentialAndMissingFails(@TempDir Path directory) throws IOException {
    StringWriter out = new StringWriter();
    assertThat(DoctorCommand.tell(List.of(GOOD, STOPS), new PrintWriter(out))).isEqualTo(1);
    assertThat(out.toString())
        .contains("to change native access: java --flag")
        .endsWith("Freehold does not work here: essential and missing: native access\n");

    Path json = directory.resolve("d.json");
    DoctorCommand.write(json, List.of(STOPS));
    assertThat(Json.read(json).results())
        .containsExactly(
            Map.of(
                "name", "native access",
                "verdict", "missing",
                "essential", "true",
                "found", "denied",
                "effect", "takes no memory",
                "remedy", "java --flag"));
  }
}
