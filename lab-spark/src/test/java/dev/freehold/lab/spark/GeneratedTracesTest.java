package dev.freehold.lab.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.lab.pages.Cell;
import dev.freehold.lab.pages.PageFormat;
import dev.freehold.lab.pages.PageTraces;
import dev.freehold.paging.curve.MissRatioCurve;
import dev.freehold.paging.curve.Sampling;
import dev.freehold.paging.curve.StackDistances;
import dev.freehold.paging.policy.Policies;
import dev.freehold.paging.policy.Requests;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratedTracesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(ProfileKind.class)
  void theSameSeedGivesTheSameTrace(ProfileKind kind) {
    Profile one = kind.profile(1000, 0.8, 5);
    Profile same = kind.profile(1000, 0.8, 5);
    Profile other = kind.profile(1000, 0.8, 6);
    int[] pages = IntStream.range(0, 5000).map(i -> one.next()).toArray();
    assertThat(IntStream.range(0, 5000).map(i -> same.next())).containsExactly(box(pages));
    assertThat(IntStream.range(0, 5000).map(i -> other.next()).toArray()).isNotEqualTo(pages);
  }

  @Test
  void theCurveOfRequestsByDepthIsKnownBeforehand() throws IOException {
    int pages = 500;
    int requests = 400_000;
    generate(ProfileKind.DEPTHS, requests, pages, 1 << 16);
    MissRatioCurve lru = StackDistances.curve(joined());
    double all = sum(pages);
    for (int frames = 50; frames < pages; frames += 50) {
      assertThat(lru.ratio(frames)).isCloseTo(1 - sum(frames) / all, within(0.01));
    }
  }

  @Test
  void theMostRequestedPageOfZipfHasItsShare() {
    Profile zipf = ProfileKind.ZIPF.profile(500, 0.9, 3);
    long first = IntStream.range(0, 200_000).filter(i -> zipf.next() == 0).count();
    assertThat(first / 200_000.0).isCloseTo(1 / sum(500), within(0.005));
  }

  @ParameterizedTest
  @EnumSource(ProfileKind.class)
  void aTraceInPartsIsThatOfItsFilesJoined(ProfileKind kind) throws IOException {
    generate(kind, 100_001, 3000, 1 << 12);
    assertSameAsLocal(300);
  }

  @Tag("slow")
  @Test
  void tenMillionRequests() throws IOException {
    generate(ProfileKind.ZIPF, 10_000_000, 1_000_000, 1 << 20);
    assertSameAsLocal(100_000);
  }

  private void assertSameAsLocal(int frames) throws IOException {
    StoredParts parts = StoredParts.open(Local.spark(), directory.toString());
    Requests local = joined();
    assertThat(parts.pages()).isEqualTo(local.distinct());
    assertThat(parts.whole().pages()).isEqualTo(local.pages());
    List<Cell> cells =
        Stream.of(Policies.FIFO, Policies.LRU, Policies.SIEVE, Policies.W_TINY_LFU, Policies.OPT)
            .map(policy -> new Cell(policy, frames))
            .toList();
    assertThat(Cells.of(Local.session(), parts, cells).stream().map(Cells.Tally::misses))
        .containsExactlyElementsOf(
            cells.stream()
                .map(cell -> local.misses(cell.policy().open(local, cell.size())))
                .toList());
    assertThat(Curves.of(Local.spark(), parts, Sampling.ALL, 4).misses(frames))
        .isEqualTo(StackDistances.curve(local).misses(frames));
  }

  private void generate(ProfileKind kind, int requests, int pages, int part) throws IOException {
    GenerateCommand.write(directory, kind.profile(pages, 0.9, 11), requests, pages, part);
  }

  /// The trace as the local engine reads it.
  private Requests joined() throws IOException {
    Path file = directory.resolve("all.i32be");
    try (OutputStream out = Files.newOutputStream(file);
        Stream<Path> parts = Files.list(directory)) {
      for (Path part :
          parts.filter(p -> p.getFileName().toString().startsWith("part-")).sorted().toList()) {
        Files.copy(part, out);
      }
    }
    return PageTraces.read(file, PageFormat.named("i32be")).requests();
  }

  private static double sum(int terms) {
    return IntStream.rangeClosed(1, terms).mapToDouble(i -> Math.pow(i, -0.9)).sum();
  }

  private static Integer[] box(int[] values) {
    return IntStream.of(values).boxed().toArray(Integer[]::new);
  }
}
