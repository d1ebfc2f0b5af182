package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freehold.lab.replay.AllocatorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private JsonNode replayed(Path trace, String... more) throws IOException {
    Path json = directory.resolve("results.json");
    List<Object> arguments = new ArrayList<>(List.of("replay", trace, "--json", json));
    arguments.addAll(List.of(more));
    Run run = Run.of(arguments.toArray());
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    return new ObjectMapper().readTree(json.toFile());
  }

  @Test
  void jsonKeepsItsContract() throws IOException {
    JsonNode report = replayed(TraceFile.plain(directory, "some.program", 400), "--repeat", "1");
    assertThat(report.get("schema").textValue()).isEqualTo("freehold.replay/1");
    assertThat(report.get("results")).hasSize(AllocatorKind.values().length + 1);
    for (JsonNode result : report.get("results")) {
      assertThat(result.fieldNames()).toIterable().containsExactlyElementsOf(CONTRACT);
      assertThat(result.get("trace").textValue()).isEqualTo("some");
      assertThat(result.get("operations").longValue()).isEqualTo(600);
      assertThat(result.get("allocations").longValue()).isEqualTo(400);
      assertThat(result.get("frees").longValue()).isEqualTo(200);
      assertThat(result.get("failed").longValue()).isZero();
      assertThat(result.get("verified").booleanValue()).isTrue();
      assertThat(result.get("peakRequestedBytes").longValue()).isEqualTo(400_000);
      assertThat(result.get("nanosPerOperation").doubleValue()).isPositive();
      boolean peer = result.get("allocator").textValue().equals("glibc");
      assertThat(result.get("peakCommittedBytes").isNull()).isEqualTo(peer);
      assertThat(result.get("utilisation").isNull()).isEqualTo(peer);
      if (!peer) {
        assertThat(result.get("peakCommittedBytes").longValue()).isGreaterThanOrEqualTo(400_000);
        assertThat(result.get("utilisation").doubleValue()).isBetween(0.1, 1.0);
      }
    }
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
    JsonNode report =
        replayed(
            TraceFile.plain(directory, "some", 40),
            "--repeat=0",
            "--peers=none",
            "--allocators=slab,best-fit,slab");
    assertThat(report.get("results").findValuesAsText("allocator"))
        .containsExactly("slab", "best-fit");
  }

  @Test
  void allocatorOverItsLimitFailsAndTheOthersGoOn() throws IOException {
    Path json = directory.resolve("results.json");
    // 100 blocks of 1,000 bytes: two steps of 64 KiB hold them, but not rounded to 1,024 and more.
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
    JsonNode results = new ObjectMapper().readTree(json.toFile()).get("results");
    for (JsonNode result : results) {
      boolean buddy = result.get("allocator").textValue().equals("buddy");
      boolean best = result.get("allocator").textValue().equals("best-fit");
      if (buddy) {
        assertThat(result.get("failed").longValue()).isEqualTo(1);
        assertThat(result.get("verified").booleanValue()).isFalse();
        assertThat(result.get("failure").textValue()).contains("refused");
        assertThat(result.get("nanosPerOperation").isNull()).isTrue();
      } else if (best) {
        assertThat(result.get("verified").booleanValue()).isTrue();
      }
    }
  }

  @Test
  void csvHasALinePerResult() throws IOException {
    Path csv = directory.resolve("results.csv");
    Run run =
        Run.of(
            "replay", TraceFile.plain(directory, "a,b\"c", 40), "--repeat=0", "--csv", csv);
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
