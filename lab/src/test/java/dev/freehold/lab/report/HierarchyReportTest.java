package dev.freehold.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freehold.lab.hierarchy.Bandwidth;
import dev.freehold.lab.hierarchy.Curve;
import dev.freehold.lab.hierarchy.DiskReads;
import dev.freehold.lab.hierarchy.Hierarchy;
import dev.freehold.lab.hierarchy.Level;
import dev.freehold.lab.hierarchy.PageCosts;
import dev.freehold.lab.hierarchy.Reach;
import dev.freehold.lab.machine.CacheReport;
import dev.freehold.lab.machine.NumaNode;
import dev.freehold.lab.machine.OsReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HierarchyReportTest {
  private static Hierarchy hierarchy(String processor) {
    Curve curve =
        new Curve("huge pages", List.of(new Curve.Point(4096, 1.5), new Curve.Point(8192, 80)));
    return new Hierarchy(
        new OsReport(
            processor,
            true,
            1L << 30,
            1L << 29,
            List.of(new CacheReport(1, "Data", 4096, 64, 8, "0")),
            List.of(new NumaNode(0, 1L << 30, "0")),
            4096,
            2 << 20,
            "madvise",
            0),
        List.of(new Level("L1", 1.5, 5793, 4096), new Level("RAM", 80, 0, 1L << 30)),
        List.of(new Reach(64, 64 * 4096, 3)),
        new PageCosts(500, 90_000, 1000, 100, 200),
        new DiskReads("tmpfs", 0, Double.NaN, Double.NaN, "no direct reads"),
        List.of(new Bandwidth("L1", 2048, 1e11, 5e10, 2.5e10)),
        List.of(curve, curve),
        curve,
        List.of("A remark."));
  }

  @Test
  void theJsonKeepsItsContract(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("h.json");
    HierarchyReport.writeJson(file, hierarchy("model"));
    JsonNode json = new ObjectMapper().readTree(file.toFile());

    assertThat(json.get("schema").textValue()).isEqualTo("freehold.hierarchy/1");
    assertThat(json.at("/hierarchy/report/processor").textValue()).isEqualTo("model");
    assertThat(json.at("/hierarchy/report/caches/0/lineBytes").intValue()).isEqualTo(64);
    assertThat(json.at("/hierarchy/levels/0/name").textValue()).isEqualTo("L1");
    assertThat(json.at("/hierarchy/levels/0/nanos").doubleValue()).isEqualTo(1.5);
    assertThat(json.at("/hierarchy/levels/0/foundBytes").longValue()).isEqualTo(5793);
    assertThat(json.at("/hierarchy/levels/0/reportedBytes").longValue()).isEqualTo(4096);
    assertThat(json.at("/hierarchy/reaches/0/pages").longValue()).isEqualTo(64);
    assertThat(json.at("/hierarchy/pages/faultNanos").doubleValue()).isEqualTo(500);
    assertThat(json.at("/hierarchy/disk/medianNanos").isNull()).isTrue();
    assertThat(json.at("/hierarchy/bandwidths/0/copyBytesPerSecond").doubleValue())
        .isEqualTo(2.5e10);
    assertThat(json.at("/hierarchy/curves/1/points/1/nanos").doubleValue()).isEqualTo(80);
    assertThat(json.at("/hierarchy/translation/points/0/bytes").longValue()).isEqualTo(4096);
    assertThat(json.at("/hierarchy/remarks/0").textValue()).isEqualTo("A remark.");
    assertThat(json.at("/textbook")).hasSize(6);
    assertThat(json.at("/textbook/1/managedBy").textValue()).isEqualTo("hardware");
  }

  @Test
  void thePageLoadsNothingAndKeepsHostileTextAsText() {
    String page = HierarchyReport.page(hierarchy("</script><script>alert('x')</script>"));

    assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(page).contains("function latencyChart(", "var uPlot=", "default-src 'none'");
    assertThat(page).doesNotContain("<link", "<script src", "alert('x')</script>");
    assertThat(page.split("</script>", -1).length)
        .isEqualTo(HierarchyReport.page(hierarchy("tame")).split("</script>", -1).length);
  }
}
