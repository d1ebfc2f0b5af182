package dev.freehold.lab.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.lab.input.TraceFormatException;
import dev.freehold.paging.curve.MissRatioCurve;
import dev.freehold.paging.curve.Shards;
import dev.freehold.paging.curve.StackDistances;
import dev.freehold.paging.policy.Policies;
import dev.freehold.paging.policy.Requests;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real traces: read to the last request, their curves exact and estimated, and the ARC paper's
/// table.
class RealTracesTest {
  private static final Path BUNDLED = above("data/page");
  private static final Path SHARED = above("shared/data/page");

  /// A directory beside or above the working directory; the last part of the path stays where there
  /// is none.
  private static Path above(String directory) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(directory))) {
        return at.resolve(directory);
      }
    }
    return Path.of(directory);
  }

  private static Requests read(Path directory, String file) {
    Path path = directory.resolve(file);
    Assumptions.assumeTrue(Files.exists(path), () -> path + " is not here");
    return PageTraces.read(path).requests();
  }

  @Test
  void anUnknownNameIsToldTheBundledOnes() {
    BundledPageTraces bundled = BundledPageTraces.of(BUNDLED.resolve("../.."));
    assertThatThrownBy(() -> bundled.find("arc_OLTQ"))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("name one of arc_OLTP, arc_P3, cache2k_web07, cache2k_web12");
  }

  @ParameterizedTest
  @CsvSource({
    "arc_OLTP.lis.gz, 914145, 186880",
    "arc_P3.lis.gz, 3912296, 762543",
    "cache2k_web07.trace.i32be.gz, 76118, 20484",
    "cache2k_web12.trace.i32be.gz, 95607, 13756",
  })
  void bundledTracesAreReadWhole(String file, int requests, int pages) {
    BundledPageTraces bundled = BundledPageTraces.of(BUNDLED.resolve("../.."));
    assertThat(bundled.files()).contains(BUNDLED.resolve("../../data/page").resolve(file));
    String name = file.substring(0, file.indexOf('.'));
    Requests read = PageTraces.read(bundled.find(name)).requests();
    assertThat(read.length()).isEqualTo(requests);
    assertThat(read.distinct()).isEqualTo(pages);
  }

  @ParameterizedTest
  @CsvSource({
    "cloudPhysicsIO.oracleGeneral.bin.gz, 113872, 48974",
    "scarab_recs.trace.i64be.gz, 1245184, 258368",
    "cloud_physics_w106.trace.i32be.gz, 5292456, 275171",
    "address_gcc.trace.gz, 515683, 294",
    "address_twolf.trace.gz, 482824, 89",
    "lirs_gli.trace.gz, 6015, 2529",
    "lirs_sprite.trace.gz, 133996, 7075",
  })
  @Tag("slow")
  void sharedTracesAreReadWhole(String file, int requests, int pages) {
    Requests read = read(SHARED, file);
    assertThat(read.length()).isEqualTo(requests);
    assertThat(read.distinct()).isEqualTo(pages);
  }

  @ParameterizedTest
  @CsvSource({"arc_OLTP.lis.gz", "cache2k_web07.trace.i32be.gz", "cache2k_web12.trace.i32be.gz"})
  void shardsErrsByLittle(String file) {
    shards(read(BUNDLED, file));
  }

  @ParameterizedTest
  @CsvSource({
    "arc_P2.lis.gz",
    "arc_P3.lis.gz",
    "cloud_physics_w106.trace.i32be.gz",
    "scarab_recs.trace.i64be.gz",
    "cloudPhysicsIO.oracleGeneral.bin.gz",
    "cache2k_orm-busy.trace.i32be.gz",
    "address_gzip.trace.gz",
  })
  @Tag("slow")
  void shardsErrsByLittleOnTheLargeTraces(String file) {
    shards(read(SHARED, file));
  }

  private static void shards(Requests requests) {
    MissRatioCurve exact = StackDistances.curve(requests);
    double sum = 0;
    for (int salt = 1; salt <= 3; salt++) {
      MissRatioCurve estimate = Shards.fixedSize(requests, 8192, salt);
      double differences = 0;
      for (int frames = 1; frames <= requests.distinct(); frames++) {
        differences += Math.abs(estimate.ratio(frames) - exact.ratio(frames));
      }
      double error = differences / requests.distinct();
      assertThat(error).as("salt %d", salt).isLessThan(0.010);
      sum += error;
    }
    assertThat(sum / 3).isLessThanOrEqualTo(0.006);
  }

  /// Megiddo and Modha, FAST 2003, hit ratios in percent; the guide shows the same table.
  @ParameterizedTest
  @CsvSource({
    "arc_OLTP.lis.gz, 1000, 32.83, 38.93",
    "arc_OLTP.lis.gz, 2000, 42.47, 46.08",
    "arc_OLTP.lis.gz, 5000, 53.65, 55.25",
    "arc_OLTP.lis.gz, 15000, 64.63, 65.40",
    "arc_P3.lis.gz, 32768, 3.57, 17.12",
  })
  void hitRatiosOfTheArcPaper(String file, int frames, double lru, double arc) {
    Requests requests = read(BUNDLED, file);
    assertThat(hits(requests, Policies.LRU, frames)).isCloseTo(lru, within(0.01));
    assertThat(hits(requests, Policies.ARC, frames)).isCloseTo(arc, within(0.02));
    assertThat(100 - 100 * StackDistances.curve(requests).ratio(frames))
        .isCloseTo(lru, within(0.01));
  }

  private static double hits(Requests requests, Policies policy, int frames) {
    return 100 - 100.0 * requests.misses(policy.open(requests, frames)) / requests.length();
  }
}
