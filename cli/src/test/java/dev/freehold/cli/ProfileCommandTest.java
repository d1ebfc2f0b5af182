package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `freehold profile` on the bundled recordings, from the arguments to the files.
class ProfileCommandTest {
  private static final Path DATA = Path.of("..", "data", "profile");
  private static final Path HEALTHY = DATA.resolve("shop.jfr");
  private static final Path LEAKING = DATA.resolve("shop-leaking.jfr");
  private static final Pattern TOTAL =
      Pattern.compile(
          "(?m)^ *([-+\\d,]+) +(?:[\\d.]+ +)?([-+\\d,]+) +([-+\\d,]+) +([-+\\d,]+)  total$");

  @TempDir private Path directory;

  @BeforeEach
  void makeFiles() throws IOException {
    byte[] whole = Files.readAllBytes(LEAKING);
    Files.write(directory.resolve("cut.jfr"), Arrays.copyOf(whole, whole.length / 2));
    Files.write(directory.resolve("good.jfr"), whole);
    Files.createFile(directory.resolve("empty.jfr"));
    Files.writeString(directory.resolve("text.jfr"), "no recording");
    Files.createDirectory(directory.resolve("folder"));
  }

  private static long inUseBytes(String table) {
    Matcher total = TOTAL.matcher(table);
    assertThat(total.find()).as(table).isTrue();
    return Long.parseLong(total.group(1).replace(",", "").replace("+", ""));
  }

  @Test
  void theTableNamesTheLeak() {
    Run run = Run.of("profile", LEAKING);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("Exact, at the last look", "Estimated from samples", "Temporary", "Leaks")
        .containsPattern("(?m)lost +sessions  shop.Sessions.remember\\(Sessions.java:\\d+\\)$")
        .containsPattern("(?m)sessions  shop.Sessions.remember:\\d+$")
        .contains("double-free");
    assertThat(inUseBytes(run.out())).isPositive();
  }

  @Test
  void allFormatsHaveTheSameTotals() throws IOException {
    long bytes = inUseBytes(Run.of("profile", LEAKING).out());
    String collapsed = Run.of("profile", LEAKING, "--format", "collapsed").out();
    assertThat(collapsed.lines().mapToLong(line -> last(line, 1)).sum()).isEqualTo(bytes);
    assertThat(Run.of("profile", LEAKING, "--format", "json").out())
        .startsWith("{\n  \"schema\" : \"freehold.profile/1\"")
        .contains("\"inuse_space\" : " + bytes + "\n");

    long growth = inUseBytes(Run.of("profile", LEAKING, "--diff", HEALTHY).out());
    assertThat(growth).isPositive();
    String pairs = Run.of("profile", LEAKING, "--diff", HEALTHY, "--format", "collapsed").out();
    assertThat(pairs.lines().mapToLong(line -> last(line, 1) - last(line, 2)).sum())
        .isEqualTo(growth);
  }

  private static long last(String line, int cell) {
    String[] cells = line.split(" ");
    return Long.parseLong(cells[cells.length - cell]);
  }

  @Test
  void aDifferenceWithItselfIsNothing() {
    Run run = Run.of("profile", LEAKING, "--diff", LEAKING);
    assertThat(run.code()).isZero();
    assertThat(inUseBytes(run.out())).isZero();
    assertThat(run.out()).doesNotContain("Leaks", "Temporary", "Violations");
  }

  @ParameterizedTest
  @CsvSource({
    "page.html, <!DOCTYPE html>",
    "profile.json, freehold.profile/1",
    "stacks.collapsed, shop.Server.main;",
    "table.txt, Estimated from samples",
  })
  void theNameOfTheFileSaysTheFormat(String name, String contents) throws IOException {
    Path file = directory.resolve(name);
    Run run = Run.of("profile", LEAKING, "-o", file);
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(Files.readString(file)).contains(contents);
  }

  @Test
  void pprofIsGzip() throws IOException {
    Path file = directory.resolve("profile.pb.gz");
    assertThat(Run.of("profile", LEAKING, HEALTHY, "-o", file).code()).isZero();
    assertThat(Files.readAllBytes(file)).startsWith(0x1f, 0x8b);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          D/missing.jfr                     | there is no file 'D/missing.jfr'; name a recording
          D/folder                          | 'D/folder' is a directory; name a recording in it
          D/empty.jfr                       | 'D/empty.jfr' is empty; dump it again
          D/text.jfr                        | 'D/text.jfr' is no recording
          D/cut.jfr                         | 'D/cut.jfr' was cut short
          D/good.jfr D/cut.jfr              | 'D/cut.jfr' was cut short
          D/good.jfr --diff D/cut.jfr       | 'D/cut.jfr' was cut short
          D/good.jfr --diff D/missing.jfr   | there is no file 'D/missing.jfr'
          D/good.jfr D/good.jfr             | and they would count twice; name one of them
          D/good.jfr --format html          | a page is for a file, not for a terminal; name one with -o
          D/good.jfr --format pprof         | name one with -o
          D/good.jfr --format flame         | expected one of table, collapsed, pprof, html, json but was 'flame'
          D/good.jfr --type live            | expected one of alloc_objects, alloc_space, inuse_objects, inuse_space but was 'live'
          D/good.jfr -o D/good.jfr          | 'D/good.jfr' is a recording to read, and would be overwritten
          D/good.jfr --diff D/cut.jfr -o D/cut.jfr | 'D/cut.jfr' is a recording to read
          D/good.jfr -o D/folder            | 'D/folder' is a directory; name a file to write
          D/good.jfr -o D/no/such.html      | there is no directory 'D/no'
          D/cut.jfr -o D/page.html          | 'D/cut.jfr' was cut short
          --format json                     | FILE
          """)
  void wrongUseIsOneLineAndWritesNothing(String arguments, String message) throws IOException {
    List<Path> before = files();
    Run run = Run.of((Object[]) ("profile " + here(arguments)).split(" +"));
    assertThat(run.err())
        .startsWith("freehold profile: ")
        .contains(here(message))
        .doesNotContain("Exception", "\tat ");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
    assertThat(files()).isEqualTo(before);
    assertThat(directory.resolve("good.jfr")).hasSameBinaryContentAs(LEAKING);
  }

  @Test
  void anEmptyNameIsNoFile() {
    Run run = Run.of("profile", "");
    assertThat(run.err()).startsWith("freehold profile: there is no file ''; name a recording");
    assertThat(run.code()).isEqualTo(2);
  }

  private String here(String text) {
    return text.replace("D/", directory + "/");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
