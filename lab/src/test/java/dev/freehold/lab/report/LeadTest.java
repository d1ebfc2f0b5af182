package dev.freehold.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.lab.replay.ReplayResult;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeadTest {
  static ReplayResult result(String allocator, long committed, double nanos, boolean served) {
    return new ReplayResult(
        "sqlite",
        allocator,
        10,
        6,
        4,
        served ? 0 : 1,
        served,
        3 << 20,
        3 << 20,
        committed,
        committed > 0 ? (3 << 20) / (double) committed : Double.NaN,
        0.1,
        0.2,
        0.3,
        0.4,
        nanos,
        1,
        served ? null : "refused at operation 3");
  }

  @Test
  void namesTheTightestAndTheFastestAndWhatThatCosts() {
    assertThat(
            Lead.of(
                List.of(
                    result("best-fit", 4 << 20, 40, true),
                    result("slab", 5 << 20, 10, true),
                    result("glibc", -1, 5, true))))
        .isEqualTo(
            "best-fit serves sqlite from the least memory, 4.0 MiB for a peak of 3.0 MiB; slab needs"
                + " the least time, 10 ns an operation against 40, in 25 % more memory. slab needs 25 % more: of what it"
                + " commits beyond the peak requested, 0 % is rounding inside blocks and 100 % holes"
                + " between them.");
  }

  @Test
  void ofEquallyTightOnesTheFasterSuits() {
    assertThat(
            Lead.of(
                List.of(
                    result("first-fit", 4 << 20, 60, true), result("best-fit", 4 << 20, 40, true))))
        .startsWith("best-fit suits sqlite");
  }

  @Test
  void saysSoWhereOneIsBest() {
    assertThat(
            Lead.of(List.of(result("slab", 4 << 20, 10, true), result("buddy", 8 << 20, 20, true))))
        .isEqualTo(
            "slab suits sqlite: it needs the least memory, 4.0 MiB for a peak of 3.0 MiB, and the"
                + " least time, 10 ns an operation. buddy needs 100 % more: of what it commits beyond"
                + " the peak requested, 0 % is rounding inside blocks and 100 % holes between"
                + " them.");
  }

  @Test
  void withoutTimesMemoryDecides() {
    assertThat(
            Lead.of(
                List.of(
                    result("first-fit", 8 << 20, Double.NaN, true),
                    result("best-fit", 4 << 20, Double.NaN, true))))
        .isEqualTo(
            "best-fit suits sqlite: it needs the least memory, 4.0 MiB for a peak of 3.0 MiB."
                + " first-fit needs 100 % more: of what it commits beyond the peak requested, 0 %"
                + " is rounding inside blocks and 100 % holes between them.");
  }

  @Test
  void leavesOutWhatFailed() {
    assertThat(Lead.of(List.of(result("slab", 1 << 20, 1, false))))
        .isEqualTo("No allocator served this trace to its end.");
  }
}
