package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.paging.policy.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pages command from its arguments to its files.
class PagesCommandTest {
  @TempDir Path directory;

  /// 5,000 requests for 300 pages.
  private Path trace(String name) throws IOException {
    Random random = new Random(name.hashCode());
    return Files.writeString(
        directory.resolve(name + ".trace"),
        IntStream.range(0, 5000)
            .mapToObj(i -> String.valueOf(i < 300 ? i : random.nextInt(1 + random.nextInt(300))))
            .collect(Collectors.joining("\n")));
  }

  private Json computed(Object... arguments) throws IOException {
    Path json = directory.resolve("results.json");
    Run run =
        Run.of(Stream.concat(Stream.of("pages", "--json", json), Stream.of(arguments)).toArray());
    assertThat(run.code()).as(run.err()).isZero();
    return Json.read(json);
  }

  @Test
  void jsonKeepsItsContract() throws IOException {
    Json report = computed(trace("one"), trace("two"), "--policies", "all", "--frames", "30,90");
    assertThat(report.schema()).isEqualTo("freehold.pages/1");
    assertThat(report.results()).hasSize(2 * 2 * Policies.values().length);
    for (Map<String, String> result : report.results()) {
      assertThat(result.keySet())
          .containsExactly("trace", "policy", "frames", "requests", "misses");
      assertThat(result).containsEntry("requests", "5000");
      assertThat(Integer.parseInt(result.getOrDefault("misses", ""))).isBetween(300, 5000);
    }
    assertThat(report.results()).extracting(result -> result.get("trace")).contains("one", "two");
    assertThat(report.results())
        .extracting(result -> result.get("policy"))
        .containsAll(Stream.of(Policies.values()).map(Policies::policy).toList());
  }

  @Test
  void onlyWhatWasAskedForIsReported() throws IOException {
    Json report = computed(trace("one"), "--policies", "lru,arc", "--frames", "50");
    assertThat(report.results())
        .extracting(result -> result.get("policy"))
        .containsExactly("lru", "arc");
  }

  @Test
  void printsMissesAndTheirRatioToOpt() throws IOException {
    Run run =
        Run.of("pages", trace("one"), "--policies", "lru,ws", "--frames", "50", "--target", "0.1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("one: 5,000 requests for 300 pages")
        .containsPattern("misses at frames +50\nlru +\\d,\\d{3}\n")
        .containsPattern("misses per miss of OPT +50\nlru +1\\.\\d{3}\n")
        .containsPattern("mean resident pages +50\nws +\\d\\d\\.\\d\n")
        .containsPattern("The knee of lru is at \\d+ frames, where \\d+\\.\\d\\d % miss; 6.00 %")
        .containsPattern("for a miss ratio of 0.1000 +frames\nlru +\\d+\n")
        .contains("lru comes nearest to OPT");
    assertThat(run.err()).contains("one");
  }

  @Test
  void unreachableTargetsAreSaidToBe() throws IOException {
    Run run = Run.of("pages", trace("one"), "--policies", "lru", "--target", "0.05");
    assertThat(run.out()).containsPattern("lru +not reached");
  }

  @Test
  void curvesMayBeEstimatedOrLeftOut() throws IOException {
    Path trace = trace("one");
    String exact = Run.of("pages", trace, "--policies", "lru").out();
    assertThat(Run.of("pages", trace, "--policies", "lru", "--curve", "shards").out())
        .isEqualTo(exact); // all 300 pages are in the sample
    assertThat(Run.of("pages", trace, "--policies", "lru", "--curve", "none").out())
        .doesNotContain("knee");
  }

  @Test
  void csvHasAHeaderAndALineForEachResult() throws IOException {
    Path csv = directory.resolve("a.csv");
    Run run = Run.of("pages", trace("one"), "--policies", "fifo,ws", "--frames", "9", "--csv", csv);
    assertThat(run.code()).as(run.err()).isZero();
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("trace,policy,frames,requests,misses,miss_ratio,mean_pages");
    assertThat(lines.get(1)).matches("one,fifo,9,5000,\\d+,0\\.\\d+,");
    assertThat(lines.get(2)).matches("one,ws,9,5000,\\d+,0\\.\\d+,[78]\\.\\d+");
  }

  @Test
  void writesAPage() throws IOException {
    Path html = directory.resolve("a.html");
    Run run = Run.of("pages", trace("one"), "--html", html);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(html).content().contains("freehold.pages-report/1", "\"trace\":\"one\"");
  }

  @Test
  void policiesThatNeedMoreFramesAreLeftOutUnlessNamed() throws IOException {
    Json report = computed(trace("one"), "--frames", "2");
    assertThat(report.results())
        .extracting(result -> result.get("policy"))
        .contains("lru", "arc")
        .doesNotContain("lirs", "clock-pro");
    assertThat(Run.of("pages", trace("one"), "--frames", "2").err())
        .contains("one: lirs needs at least 3 frames; fewer are left out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--frames 0|--frames '0': write numbers from 1",
        "--frames 10,many|--frames 'many': write numbers from 1",
        "--frames 2 --policies lirs|--frames 2: lirs needs at least 3 frames",
        "--policies lru,mru|no policy is called 'mru'; choose from fifo, lru",
        "--target 1|--target 1.0: a miss ratio is at least 0 and below 1",
        "--curve round|option '--curve': expected one of exact, shards, none but was 'round'",
        "--engine spark|--engine spark: Spark is not on the class path",
        "--master local|--master is Spark's; add --engine spark",
        "--engine abacus|unknown engine 'abacus'; use local or spark",
        "--format floppy|no format of page traces is called 'floppy'",
        "--format oracleGeneral|check that the file is oracleGeneral",
        "--format csv:page|no column is called 'page'",
        "--memory 1k|bytes of memory, and the limit is 1,024 bytes; raise it or ask for less",
        "--json /nowhere/a.json|there is no directory",
      })
  void wrongUseIsOneLineAndCodeTwo(String options, String expected) throws IOException {
    Object[] arguments =
        Stream.concat(Stream.of("pages", trace("one")), Stream.of(options.split(" "))).toArray();
    assertRefused(Run.of(arguments), expected);
  }

  @Test
  void wrongTracesAreOneLineAndCodeTwo() throws IOException {
    assertRefused(Run.of("pages"), "Missing required parameter: 'TRACE'");
    assertRefused(Run.of("pages", directory.resolve("none")), "there is no such file");
    assertRefused(Run.of("pages", "nosuch"), "nosuch: there is no such file or bundled trace; ");
    Path empty = Files.createFile(directory.resolve("empty"));
    assertRefused(Run.of("pages", empty), "the trace has no requests");
    Path cut = Files.write(directory.resolve("cut.i32be"), new byte[10]);
    assertRefused(Run.of("pages", cut), "at byte 8: the last record has 2 of 4 bytes");
    Path other = Files.writeString(directory.resolve("other"), "hello\n");
    assertRefused(Run.of("pages", other), ":1: 'hello' begins no page trace");
  }

  private static void assertRefused(Run run, String expected) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines().toList().getLast())
        .startsWith("freehold pages: ")
        .contains(expected);
    assertThat(run.err().lines().filter(line -> line.startsWith("freehold"))).hasSize(1);
    assertThat(run.out()).isEmpty();
  }
}
