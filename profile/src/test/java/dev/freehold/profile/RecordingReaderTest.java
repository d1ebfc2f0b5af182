package dev.freehold.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingReaderTest {
  @TempDir private Path directory;

  private Profile read(Path... files) throws RecordingException {
    return RecordingReader.read(List.of(files));
  }

  private Path record(String name, Runnable program) throws IOException {
    return Recorded.file(directory.resolve(name), program);
  }

  @Test
  void aSampleStandsForManyUntilItIsFreed() throws IOException, RecordingException {
    Path file =
        record(
            "a.jfr",
            () -> {
              Recorded.take("orders", 1, 100, 2.5);
              Recorded.take("orders", 2, 1000, 1);
              Recorded.free("orders", 2, 50);
              Recorded.take("cache", 2, 10, 1); // another heap's
            });
    assertThat(read(file).totals()).isEqualTo(new Counts(5, 1260, 4, 260));
  }

  @Test
  void aFreeMayComeBeforeItsBlockAndOneWithoutCountsForNothing()
      throws IOException, RecordingException {
    Path file =
        record(
            "a.jfr",
            () -> {
              Recorded.freeTemporary("orders", 1, 700);
              Recorded.free("orders", 99, 700);
              Recorded.take("orders", 1, 100, 3);
            });
    Profile profile = read(file);
    assertThat(profile.totals()).isEqualTo(new Counts(3, 300, 0, 0));
    assertThat(profile.temporary()).hasSize(1);
    Temporary temporary = profile.temporary().getFirst();
    assertThat(List.of(temporary.blocks(), temporary.bytes(), temporary.meanLifeNanos()))
        .containsExactly(3L, 300L, 700L);
  }

  @Test
  void filesOfOneProcessShareTheirBlocksInAnyOrder() throws IOException, RecordingException {
    Path one = record("1.jfr", () -> Recorded.take("orders", 1, 100, 1));
    Path two = record("2.jfr", () -> Recorded.free("orders", 1, 5));
    Counts freed = new Counts(1, 100, 0, 0);
    assertThat(read(one, two).totals()).isEqualTo(freed);
    assertThat(read(two, one).totals()).isEqualTo(freed);
    assertThat(read(one).totals()).isEqualTo(new Counts(1, 100, 1, 100));
  }

  @Test
  void reportsOfLeaksAddUpButForThoseThatGrow() throws IOException, RecordingException {
    Path file =
        record(
            "a.jfr",
            () -> {
              Recorded.leak("orders", "lost", 1, 10, "Shop.put(Shop.java:3)", "a\nb\n");
              Recorded.leak("orders", "lost", 2, 20, "Shop.put(Shop.java:3)", "a\nb\n");
              Recorded.leak("orders", "growing", 5, 50, "Shop.put(Shop.java:3)", "a\nb\n");
              Recorded.leak("orders", "growing", 7, 70, "Shop.put(Shop.java:3)", "a\nb\n");
            });
    assertThat(read(file).leaks())
        .containsExactly(
            new Leak("orders", "growing", 7, 70, "Shop.put(Shop.java:3)", "a\nb"),
            new Leak("orders", "lost", 3, 30, "Shop.put(Shop.java:3)", "a\nb"));
  }

  @Test
  void violationsOfOnePlaceAreCounted() throws IOException, RecordingException {
    Path file =
        record(
            "a.jfr",
            () -> {
              for (int i = 0; i < 3; i++) {
                Recorded.violation("orders", "use-after-free");
              }
              Recorded.violation("orders", "double-free");
            });
    assertThat(read(file).violations())
        .extracting(Violation::defect, Violation::count)
        .containsExactly(tuple("use-after-free", 3L), tuple("double-free", 1L));
  }

  @Test
  void usageIsThinnedAndKeepsItsPeak() throws IOException, RecordingException {
    Path file =
        record(
            "a.jfr",
            () -> {
              for (int i = 0; i < 10_000; i++) {
                Recorded.usage("orders", i, i == 4_321 ? 1 << 20 : 1 << 10);
              }
            });
    Usage usage = read(file).usage().getFirst();
    assertThat(usage.points()).hasSizeBetween(2_000, 4_096);
    assertThat(usage.points()).extracting(Usage.Point::committed).contains(1L << 20);
    assertThat(usage.points()).isSortedAccordingTo(Comparator.comparing(Usage.Point::millis));
    assertThat(read(file).sampleInterval()).isEqualTo(512 << 10);
  }

  @Test
  void anEmptyNameIsNoFile() {
    assertThatThrownBy(() -> RecordingReader.read(List.of(Path.of(""))))
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("there is no file ''; ");
  }

  @Test
  void theLargestNumberIsNoLimit() throws IOException, RecordingException {
    Path file = record("old.jfr", () -> Recorded.usage("orders", 1, 2, Long.MAX_VALUE));
    assertThat(read(file).usage().getFirst().points())
        .singleElement()
        .extracting(Usage.Point::limit)
        .isEqualTo(0L);
  }

  @Test
  void aFileThatIsNoRecordingSaysSo() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty.jfr"));
    Path text = Files.writeString(directory.resolve("text.jfr"), "no recording");
    Path other = record("other.jfr", () -> {});
    Path good = record("good.jfr", () -> Recorded.take("orders", 1, 100, 1));
    refused(directory.resolve("missing.jfr"), "there is no file '");
    refused(directory, "is a directory; name a recording in it");
    refused(empty, "is empty; dump it again");
    refused(text, "is no recording: it does not begin with FLR");
    refused(other, "has no events of Freehold; record a program");
    assertThatThrownBy(() -> read(good, good))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("holds too, and they would count twice");
  }

  @Test
  void aFileThatWasCutShortSaysSo() throws IOException {
    byte[] whole = Files.readAllBytes(record("a.jfr", new RandomProgram(7)));
    Path cut = directory.resolve("cut.jfr");
    for (int length : new int[] {4, 5, 67, 68, 69, whole.length / 2, whole.length - 1}) {
      Files.write(cut, Arrays.copyOf(whole, length));
      refused(cut, "was cut short");
    }
    byte[] writing = whole.clone();
    Arrays.fill(writing, 8, 16, (byte) 0);
    Files.write(cut, writing);
    refused(cut, "within a chunk that was still being written");
    Files.write(cut, Arrays.copyOf(whole, whole.length + 100));
    refused(cut, "is damaged at byte " + whole.length);
  }

  @Test
  void aDamagedFileIsReadOrRefused() throws IOException {
    byte[] whole = Files.readAllBytes(record("a.jfr", new RandomProgram(8)));
    Random random = new Random(8);
    Path damaged = directory.resolve("damaged.jfr");
    int refused = 0;
    for (int i = 0; i < 30; i++) {
      byte[] bytes = whole.clone();
      for (int flips = 0; flips < 3; flips++) {
        bytes[68 + random.nextInt(bytes.length - 68)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(damaged, bytes);
      try {
        assertThat(read(damaged).rows()).isNotNull();
      } catch (RecordingException e) {
        assertThat(e).hasMessageStartingWith("'" + damaged);
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private void refused(Path file, String message) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
