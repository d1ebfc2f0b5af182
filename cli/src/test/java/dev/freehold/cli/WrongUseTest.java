package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every wrong use is one line that says what is wrong, with exit code 2, and writes nothing.
class WrongUseTest {
  @TempDir Path directory;

  @BeforeEach
  void makeFiles() throws IOException {
    TraceFile.plain(directory, "good", 4);
    TraceFile.truncated(directory);
    Files.createFile(directory.resolve("empty.rep"));
    Files.createDirectory(directory.resolve("directory"));
    String good = TraceFile.text(4);
    Files.writeString(directory.resolve("unknown.rep"), good.replace("f 0\n", "x 0\n"));
    Files.writeString(directory.resolve("never.rep"), good.replace("f 0\n", "f 9\n"));
    Files.writeString(directory.resolve("twice.rep"), good.replace("f 2\n", "f 0\n"));
    Files.writeString(directory.resolve("negative.rep"), good.replace("a 3 1000", "a 3 -1000"));
    Files.writeString(
        directory.resolve("absurd.rep"), good.replace("a 3 1000", "a 3 99999999999999999999"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          D/missing.rep                           | D/missing.rep
          D/directory                             | directory
          D/empty.rep                             | empty
          D/truncated.rep.gz                      | D/truncated.rep.gz
          D/unknown.rep                           | D/unknown.rep:9
          D/never.rep                             | D/never.rep:9
          D/twice.rep                             | D/twice.rep:10
          D/negative.rep                          | D/negative.rep:8
          D/absurd.rep                            | D/absurd.rep:8
          no-such-trace                           | no-such-trace
          D/good.rep D/missing.rep                | D/missing.rep
          D/good.rep --allocators first,slab      | unknown allocator 'first'; name some of first-fit,best-fit,worst-fit,buddy,slab
          D/good.rep --allocators=                | unknown allocator ''
          D/good.rep --peers jmalloc              | unknown peer 'jmalloc'; name some of glibc,mimalloc,jemalloc,tcmalloc,arena-confined
          D/good.rep --repeat -1                  | --repeat -1: must be from 0
          D/good.rep --repeat often               | 'often'
          D/good.rep --limit 99999999999999999999 | is out of range: a size is less than
          D/good.rep --limit 0                    | is out of range
          D/good.rep --limit -5m                  | is no size
          D/good.rep --limit much                 | 'much' is no size
          D/good.rep --json D/no/such/out.json    | there is no directory 'D/no/such'
          D/good.rep --json D/directory           | 'D/directory' is a directory
          D/good.rep --csv /proc/out.csv          | '/proc/out.csv' cannot be written
          D/good.rep --json D/a --html D/a        | 'D/a' is to be written twice
          D/good.rep --unknown                    | Unknown option: '--unknown'
          """)
  void isOneLine(String arguments, String message) throws IOException {
    List<Path> before = files();
    List<Object> typed = new ArrayList<>(List.of("replay", "--csv", directory.resolve("out.csv")));
    if (arguments.contains("--csv")) {
      typed.subList(1, 3).clear();
    }
    typed.addAll(Arrays.asList(here(arguments).split(" ")));
    Run run = Run.of(typed.toArray());
    assertThat(run.err())
        .startsWith("freehold replay: ")
        .contains(here(message))
        .doesNotContain("Exception", "\tat ");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
    assertThat(files()).isEqualTo(before);
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
