package dev.freehold.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freehold.lab.trace.Trace;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HtmlReportTest {
  private static final String HOSTILE = "</script><script>alert('x')</script>&\"<!--";

  private static TraceReport report(String name) {
    Trace trace = Sketch.of(name, new int[] {0, 1, ~0, 2, ~1}, 128, 64, 256);
    try (Region region = Region.reserve(RegionConfig.ofReserve(1 << 30))) {
      Timeline timeline = TimelineRecorder.record(name, trace, new TreeFit(region));
      return TraceReport.of(
          trace,
          "Lead of " + name,
          List.of(LeadTest.result(name, -1, Double.NaN, false)),
          List.of(timeline));
    }
  }

  private static String data(String page) {
    Matcher element =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    assertThat(element.find()).isTrue();
    return element.group(1);
  }

  private static int count(String page, String what) {
    return page.split(Pattern.quote(what), -1).length - 1;
  }

  @Test
  void everyPartIsInsideThePage() {
    String page = HtmlReport.page(List.of(report("tiny")));

    assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(page).contains("function heapMap(", "var uPlot=", "--map-0", ".u-legend");
    assertThat(page).doesNotContain("<link", "<script src", "@import", "url(", "fetch(", "import(");
    assertThat(page).doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"']?\\s*(https?:)?//");
    assertThat(page).contains("default-src 'none'");
  }

  @Test
  void elementsThatHoldOtherElementsAreClosed() {
    String page = HtmlReport.page(List.of(report("tiny")));

    for (String name :
        List.of("html", "head", "body", "main", "style", "script", "section", "div")) {
      assertThat(Pattern.compile("<" + name + "[ >]").matcher(page).results().count())
          .as(name)
          .isEqualTo(count(page, "</" + name + ">"));
    }
  }

  @Test
  void theDataComesBackAsItWas() throws IOException {
    TraceReport report = report("tiny");
    JsonNode page = new ObjectMapper().readTree(data(HtmlReport.page(List.of(report))));

    assertThat(page.get("schema").textValue()).isEqualTo("freehold.report/1");
    JsonNode trace = page.get("traces").get(0);
    assertThat(trace.get("lead").textValue()).isEqualTo("Lead of tiny");
    assertThat(new ObjectMapper().treeToValue(trace.get("facts"), TraceFacts.class))
        .isEqualTo(report.facts());
    assertThat(trace.at("/sizes/blocks")).hasSameSizeAs(report.sizes().blocks());

    Timeline timeline = report.timelines().getFirst();
    JsonNode read = trace.at("/timelines/0");
    assertThat(read.get("rows").intValue()).isEqualTo(timeline.rows());
    assertThat(read.get("committed").get(2).longValue()).isEqualTo(timeline.committed()[2]);
    byte[] packed = Base64.getDecoder().decode(read.get("occupancy").textValue());
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
        .isEqualTo(timeline.occupancy());
  }

  @Test
  void aFigureThatIsNoNumberIsNull() throws IOException {
    JsonNode page = new ObjectMapper().readTree(data(HtmlReport.page(List.of(report("tiny")))));

    JsonNode result = page.at("/traces/0/results/0");
    assertThat(result.get("nanosPerOperation").isNull()).isTrue();
    assertThat(result.get("internalFragmentation").doubleValue()).isEqualTo(0.1);
    assertThat(result.get("failure").textValue()).isEqualTo("refused at operation 3");
  }

  @Test
  void aHostileNameStaysText() throws IOException {
    String page = HtmlReport.page(List.of(report(HOSTILE)));

    assertThat(page).doesNotContain("alert('x')</script>");
    assertThat(count(page, "</script>"))
        .isEqualTo(count(HtmlReport.page(List.of(report("tame"))), "</script>"));
    assertThat(new ObjectMapper().readTree(data(page)).at("/traces/0/trace").textValue())
        .isEqualTo(HOSTILE);
  }

  @Test
  void theSameReportsMakeTheSamePage() {
    assertThat(HtmlReport.page(List.of(report("tiny"))))
        .isEqualTo(HtmlReport.page(List.of(report("tiny"))));
  }

  @Test
  void writesTheFileOrSaysThatItCannot(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("replay.html");
    HtmlReport.write(file, List.of());
    assertThat(Files.readString(file)).isEqualTo(HtmlReport.page(List.of()));

    Path nowhere = directory.resolve("missing").resolve("replay.html");
    assertThatThrownBy(() -> HtmlReport.write(nowhere, List.of()))
        .isInstanceOf(NoSuchFileException.class);
  }
}
