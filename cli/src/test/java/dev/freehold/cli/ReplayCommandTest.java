package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.lab.replay.AllocatorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The replay command from its arguments to its files.
class ReplayCommandTest {
  private static final List<String> CONTRACT =
      List.of(
          "trace",
          "allocator",
          "operations",
          "allocations",
          "frees",
          "failed",
          "verified",
          "peakRequestedBytes",
          "peakAllocatedBytes",
          "peakCommittedBytes",
          "utilisation",
          "internalFragmentation",
          "externalFragmentation",
          "worstInternalFragmentation",
          "worstExternalFragmentation",
          "nanosPerOperation",
          "nanosSpread");

  @TempDir Path directory;

  private Json replayed(Path trace, String... more) throws IOException {
    Path json = directory.resolve("results.json");
    List<Object> arguments = new ArrayList<>(List.of("replay", trace, "--json", json));
    arguments.addAll(List.of(more));
    Run run = Run.of(arguments.toArray());
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    return Json.read(json);
  }

  @Test
  void jsonKeepsItsContract() throws IOException {
    Json report = replayed(TraceFile.plain(directory, "some.program", 400), "--repeat", "1");
    assertThat(report.schema()).isEqualTo("freehold.replay/1");
    assertThat(report.results()).hasSize(AllocatorKind.values().length + 1);
    for (Map<String, String> result : report.results()) {
      assertThat(result.keySet()).containsExactlyElementsOf(CONTRACT);
      assertThat(result)
          .containsEntry("trace", "some")
          .containsEntry("operations", "600")
          .containsEntry("allocations", "400")
          .containsEntry("frees", "200")
          .containsEntry("failed", "0")
          .containsEntry("verified", "true")
          .containsEntry("peakRequestedBytes", "400000");
      assertThat(number(result, "nanosPerOperation")).isPositive();
      if ("glibc".equals(result.get("allocator"))) {
        assertThat(result)
            .containsEntry("peakCommittedBytes", "null")
            .containsEntry("utilisation", "null");
      } else {
        assertThat(number(result, "peakCommittedBytes")).isGreaterThanOrEqualTo(400_000);
        assertThat(number(result, "utilisation")).isBetween(0.1, 1.0);
      }
    }
  }

  private static double number(Map<String, String> result, String name) {
    return Double.parseDouble(result.getOrDefault(name, ""));
  }

  @Test
  void everythingButTimeIsTheSameEveryTime() throws IOException {
    Path trace = TraceFile.plain(directory, "some", 400);
    assertThat(replayed(trace, "--repeat", "0")).isEqualTo(replayed(trace, "--repeat", "0"));
  }

  @Test
  void tableHasARowPerAllocatorAndPeer() throws IOException {
    Run run = Run.of("replay", TraceFile.plain(directory, "some", 400), "--repeat", "0");
    assertThat(run.out())
        .startsWith("some: 600 operations, 400 allocations, 200 frees")
        .contains(AllocatorKind.labels())
        .contains("glibc");
    assertThat(run.out().lines().filter(line -> line.contains(" yes ")))
        .hasSize(AllocatorKind.values().length + 1);
    assertThat(run.err()).isEqualTo("replaying some (0 % done)" + System.lineSeparator());
  }

  @Test
  void severalTracesEndInASummary() throws IOException {
    Run run =
        Run.of(
            "replay",
            TraceFile.plain(directory, "one", 40),
            TraceFile.plain(directory, "two", 50),
            "--repeat=0",
            "--allocators=buddy",
            "--peers=none");
    assertThat(run.out()).contains("Geometric means").containsPattern("buddy +2 of 2 ");
  }

  @Test
  void allocatorsArePickedAndOrderedByName() throws IOException {
    Json report =
        replayed(
            TraceFile.plain(directory, "some", 40),
            "--repeat=0",
            "--peers=none",
            "--allocators=slab,best-fit,slab");
    assertThat(report.results())
        .extracting(result -> result.get("allocator"))
        .containsExactly("slab", "best-fit");
  }

  @Test
  void allocatorOverItsLimitFailsAndTheOthersGoOn() throws IOException {
    Path json = directory.resolve("results.json");
    // 130 blocks of 1,000 bytes fit two steps of 64 KiB, but not when rounded to 1,024.
    Run run =
        Run.of(
            "replay",
            TraceFile.plain(directory, "some", 130),
            "--repeat=1",
            "--limit=128k",
            "--json",
            json);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("buddy failed: operation 12\\d of 195: 1000 bytes refused with 12\\d000 ")
        .contains("the limit is 131072 bytes", "held most by 12", " x 1,000 bytes");
    Json report = Json.read(json);
    assertThat(report.of("buddy"))
        .containsEntry("failed", "1")
        .containsEntry("verified", "false")
        .containsEntry("nanosPerOperation", "null")
        .containsKey("failure");
    assertThat(report.of("best-fit"))
        .containsEntry("failed", "0")
        .containsEntry("verified", "true")
        .doesNotContainKey("failure");
  }

  @Test
  void csvHasALinePerResult() throws IOException {
    Path csv = directory.resolve("results.csv");
    Run run =
        Run.of("replay", TraceFile.plain(directory, "a,b\"c", 40), "--repeat=0", "--csv", csv);
    assertThat(run.code()).isZero();
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(AllocatorKind.values().length + 2);
    assertThat(lines.getFirst()).startsWith("trace,allocator,operations,").endsWith(",failure");
    assertThat(lines.get(1)).startsWith("\"a,b\"\"c\",first-fit,60,40,20,0,true,40000,");
    assertThat(lines.getLast()).contains(",glibc,").endsWith(",40000,,,,,,,,,,");
  }

  @Test
  void pageIsWritten() throws IOException {
    Path html = directory.resolve("page.html");
    Run run =
        Run.of("replay", TraceFile.plain(directory, "some", 40), "--repeat=0", "--html", html);
    assertThat(run.code()).isZero();
    assertThat(html).content().startsWith("<!").contains("best-fit").endsWith("</html>\n");
  }
}
