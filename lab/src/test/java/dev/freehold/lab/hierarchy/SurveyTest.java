package dev.freehold.lab.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.lab.machine.OsReport;
import dev.freehold.os.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That every part runs and gives a figure; how fast anything is, no test says.
final class SurveyTest {
  @Test
  void everyPartGivesFigures(@TempDir Path directory) throws IOException {
    OsReport report = OsReport.of(SystemFiles.ofThisMachine(), 4096);
    SurveyConfig tiny = new SurveyConfig(256 << 10, 64 << 10, 64, 2, 256 << 10, directory);
    List<String> told = new ArrayList<>();
    Hierarchy hierarchy = Survey.run(tiny, report, told::add);

    assertThat(told).hasSize(Survey.PARTS);
    assertThat(hierarchy.curves()).hasSize(2);
    for (Curve curve : hierarchy.curves()) {
      assertThat(curve.points()).allMatch(point -> point.nanos() > 0 && point.nanos() < 1e9);
      assertThat(curve.points().getLast().bytes()).isEqualTo(256 << 10);
    }
    assertThat(hierarchy.translation().points()).allMatch(point -> point.nanos() > 0);
    assertThat(hierarchy.levels()).isNotEmpty();
    assertThat(hierarchy.bandwidths())
        .isNotEmpty()
        .allMatch(bandwidth -> bandwidth.readBytesPerSecond() > 0);
    assertThat(hierarchy.pages().faultNanos()).isPositive();
    assertThat(hierarchy.disk().leastNanos() > 0 ^ !hierarchy.disk().absence().isEmpty()).isTrue();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsARemarkNotAFailure(@TempDir Path directory) {
    DiskReads reads = DiskReads.measure(directory.resolve("none"), 64 << 10);
    assertThat(reads.absence()).contains("no direct reads in").contains("none");
    assertThat(reads.medianNanos()).isNaN();
  }

  @Test
  void theReachesAreWhereTranslationRises() {
    List<Curve.Point> points = new ArrayList<>();
    for (long pages : Latencies.sizes(8, 16 << 10, 16 << 10)) {
      points.add(new Curve.Point(pages, pages <= 64 ? 1 : pages <= 2048 ? 3 : 20));
    }
    List<Reach> reaches = Survey.reaches(new Curve("pages", points), 4096);

    long first = Math.round(64 * Math.pow(2, 0.125));
    long second = Math.round(2048 * Math.pow(2, 0.125));
    assertThat(reaches).extracting(Reach::pages).containsExactly(first, second);
    assertThat(reaches).extracting(Reach::bytes).containsExactly(first * 4096, second * 4096);
    assertThat(reaches.getLast().missNanos()).isBetween(18.999, 19.001);
  }

  @Test
  void sizesAreFineThenCoarse() {
    assertThat(Latencies.sizes(4096, 32768, 8192))
        .containsExactly(4096L, 4871L, 5793L, 6889L, 8192L, 11585L, 16384L, 23170L, 32768L);
  }

  @Test
  void littleMemoryMakesSmallWorkingSets() {
    Path directory = Path.of("d");
    SurveyConfig full = SurveyConfig.full(directory);
    assertThat(full.within(0)).isEqualTo(full);
    assertThat(full.within(64L << 30)).isEqualTo(full);
    assertThat(full.within(500 << 20).mostBytes()).isEqualTo(64 << 20);
    assertThat(full.within(1).mostBytes()).isEqualTo(16 << 20);
    assertThatThrownBy(() -> new SurveyConfig(1, 2, 16, 1, 1 << 20, directory))
        .hasMessageContaining("mostBytes is 1");
  }
}
