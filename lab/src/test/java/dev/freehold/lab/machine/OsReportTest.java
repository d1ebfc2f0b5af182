package dev.freehold.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.os.SystemFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OsReportTest {
  @Test
  void findsTheWordInForce() {
    assertThat(Captured.of("server-vm").chosen("sys/kernel/mm/transparent_hugepage/enabled"))
        .hasValue("madvise");
  }

  @Test
  void readsAVirtualServer() {
    OsReport report = OsReport.of(Captured.of("server-vm"), 4096);

    assertThat(report.caches())
        .containsExactly(
            new CacheReport(1, "Data", 48 << 10, 64, 12, "0"),
            new CacheReport(1, "Instruction", 64 << 10, 64, 16, "0"),
            new CacheReport(2, "Unified", 2 << 20, 64, 16, "0"),
            new CacheReport(3, "Unified", 480 << 20, 64, 16, "0-1"));
    assertThat(report.dataCaches())
        .extracting(CacheReport::name)
        .containsExactly("L1d", "L2", "L3");
    assertThat(report.virtual()).isTrue();
    assertThat(report.processor()).isEqualTo("Intel(R) Xeon(R) Processor");
    assertThat(report.memoryBytes()).isEqualTo(24684084L << 10);
    assertThat(report.nodes())
        .containsExactly(new NumaNode(0, report.nodes().getFirst().bytes(), "0-1"));
    assertThat(report.nodes().getFirst().bytes()).isPositive();
    assertThat(report.hugePageBytes()).isEqualTo(2 << 20);
    assertThat(report.hugePages()).isEqualTo("madvise");
    assertThat(report.lineBytes()).isEqualTo(64);
  }

  @Test
  void readsABoardOfTwoNodes() {
    OsReport report = OsReport.of(Captured.of("arm-board"), 64 << 10);

    assertThat(report.virtual()).isFalse();
    assertThat(report.processor()).isEqualTo("0xd40");
    assertThat(report.dataCaches()).extracting(CacheReport::name).containsExactly("L1d", "L2");
    assertThat(report.nodes())
        .containsExactly(
            new NumaNode(0, 4_000_000L << 10, "0-1"),
            new NumaNode(1, 4_000_000L << 10, "2-3"),
            new NumaNode(10, 0, ""));
    assertThat(report.hugePages()).isEqualTo("never");
    assertThat(report.hugePageBytes()).isEqualTo(32 << 20);
    assertThat(report.reservedHugePages()).isEqualTo(4);
    assertThat(report.pageBytes()).isEqualTo(64 << 10);
  }

  @Test
  void saysWhatIsUnknownWhereThereAreNoFiles(@TempDir Path empty) {
    OsReport report = OsReport.of(new SystemFiles(empty), 4096);

    assertThat(report.processor()).isEqualTo("unknown");
    assertThat(report.hugePages()).isEqualTo("unknown");
    assertThat(report.caches()).isEmpty();
    assertThat(report.nodes()).isEmpty();
    assertThat(report.memoryBytes()).isZero();
    assertThat(report.hugePageBytes()).isZero();
    assertThat(report.lineBytes()).isEqualTo(64);
  }
}
