package dev.freehold.lab.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.lab.hierarchy.Plateaus.Plateau;
import dev.freehold.lab.machine.CacheReport;
import dev.freehold.lab.machine.OsReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LevelsTest {
  private static final long LARGEST = 512L << 20;

  private static OsReport reporting(boolean virtual, long... sizes) {
    List<CacheReport> caches = new ArrayList<>();
    for (long size : sizes) {
      caches.add(new CacheReport(caches.size() + 1, "Unified", size, 64, 8, "0"));
    }
    return new OsReport(
        "model", virtual, 16L << 30, 8L << 30, caches, List.of(), 4096, 2 << 20, "madvise", 0);
  }

  private static List<Plateau> plateaus(long... ends) {
    List<Plateau> plateaus = new ArrayList<>();
    for (long end : ends) {
      plateaus.add(new Plateau(Math.pow(4, plateaus.size()), end));
    }
    plateaus.add(new Plateau(Math.pow(4, plateaus.size()), Long.MAX_VALUE));
    return plateaus;
  }

  @Test
  void everyLevelHasItsName() {
    Levels levels =
        Levels.of(
            plateaus(33 << 10, 1_000_000, 30 << 20),
            reporting(false, 32 << 10, 1 << 20, 32 << 20),
            LARGEST);

    assertThat(levels.levels())
        .containsExactly(
            new Level("L1", 1, 33 << 10, 32 << 10),
            new Level("L2", 4, 1_000_000, 1 << 20),
            new Level("L3", 16, 30 << 20, 32 << 20),
            new Level("RAM", 64, 0, 16L << 30));
    assertThat(levels.remarks()).isEmpty();
  }

  @Test
  void aSharedLevelFarFromTheReportIsNamedAndRemarkedOn() {
    Levels levels =
        Levels.of(
            plateaus(48 << 10, 2 << 20, 10 << 20),
            reporting(true, 48 << 10, 2 << 20, 480 << 20),
            LARGEST);

    assertThat(levels.levels()).extracting(Level::name).containsExactly("L1", "L2", "L3", "RAM");
    assertThat(levels.remarks())
        .anySatisfy(remark ->
            assertThat(remark)
                .isEqualTo(
                    "L3 is 10 MiB by measurement and 480 MiB by the system's report: a virtual"
                        + " machine shares it with its neighbours, or passes on the host's"
                        + " figure."))
        .anySatisfy(remark -> assertThat(remark).startsWith("This is a virtual machine"))
        .hasSize(2);
  }

  @Test
  void aLevelWithoutARiseCannotBeToldApart() {
    Levels levels =
        Levels.of(
            plateaus(48 << 10, 2 << 20), reporting(false, 48 << 10, 2 << 20, 480 << 20), LARGEST);

    assertThat(levels.levels()).extracting(Level::name).containsExactly("L1", "L2", "unnamed");
    assertThat(levels.remarks())
        .anySatisfy(remark -> assertThat(remark).startsWith("L3 cannot be told apart"))
        .anySatisfy(remark -> assertThat(remark).startsWith("RAM is not told apart"));
  }

  @Test
  void aRiseThatNoCacheExplainsHasNoName() {
    Levels levels =
        Levels.of(
            plateaus(32 << 10, 200 << 10, 1 << 20), reporting(false, 32 << 10, 1 << 20), LARGEST);

    assertThat(levels.levels())
        .extracting(Level::name)
        .containsExactly("L1", "unnamed", "L2", "RAM");
    assertThat(levels.remarks()).isEmpty();
  }

  @Test
  void theLastLevelIsRamWhereTheWorkingSetIsFarLargerThanAllCaches() {
    Levels levels = Levels.of(plateaus(32 << 10), reporting(false, 32 << 10, 1 << 20), LARGEST);

    assertThat(levels.levels()).extracting(Level::name).containsExactly("L1", "RAM");
    assertThat(levels.remarks())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("L2 cannot be told apart");
  }

  @Test
  void withoutAReportNothingButTheLastHasAName() {
    Levels levels = Levels.of(plateaus(32 << 10, 1 << 20), reporting(false), LARGEST);

    assertThat(levels.levels())
        .extracting(Level::name)
        .containsExactly("unnamed", "unnamed", "RAM");
    assertThat(levels.remarks()).hasSize(1).first().asString().contains("reports no caches");
  }

  @Test
  void aCurveWithoutARiseIsOneLevel() {
    Levels levels = Levels.of(plateaus(), reporting(false, 32 << 10), 16 << 10);

    assertThat(levels.levels()).containsExactly(new Level("unnamed", 1, 0, 0));
    assertThat(levels.remarks()).hasSize(2);
  }
}
