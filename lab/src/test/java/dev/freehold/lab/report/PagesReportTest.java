package dev.freehold.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freehold.lab.pages.Cell;
import dev.freehold.lab.pages.CellResult;
import dev.freehold.lab.pages.PageTrace;
import dev.freehold.paging.curve.StackDistances;
import dev.freehold.paging.policy.Policies;
import dev.freehold.paging.policy.Requests;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The page of replacement policies.
class PagesReportTest {
  private static final String HOSTILE = "</script><script>alert('x')</script>&\"<!--";

  private static PagesReport report(String name) {
    int[] pages = IntStream.range(0, 5000).map(i -> i % 50).toArray();
    Requests requests = Requests.of(pages, LongStream.range(0, 50).toArray());
    List<CellResult> results =
        List.of(
            new CellResult(name, new Cell(Policies.LRU, 10), 5000, 5000, Double.NaN),
            new CellResult(name, new Cell(Policies.LRU, 50), 5000, 50, Double.NaN),
            new CellResult(name, new Cell(Policies.ARC, 10), 5000, 4800, Double.NaN),
            new CellResult(name, new Cell(Policies.WORKING_SET, 10), 5000, 5000, 9.5));
    return PagesReport.of(
        new PageTrace(name, requests, 0),
        "lead",
        results,
        PagesReport.Curve.of("exact", StackDistances.curve(requests)),
        0.05,
        Map.of(Policies.LRU, OptionalInt.of(50), Policies.ARC, OptionalInt.empty()));
  }

  private static JsonNode data(String page) throws IOException {
    Matcher element =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    assertThat(element.find()).isTrue();
    return new ObjectMapper().readTree(element.group(1));
  }

  @Test
  void everyPartIsInsideThePage() {
    String page = HtmlReport.policiesPage(List.of(report("tiny")));
    assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(page).contains("function missCurves(", "var uPlot=", "--map-0", "markKnee");
    assertThat(page).doesNotContain("<link", "<script src", "@import", "url(", "fetch(", "import(");
    assertThat(page).contains("default-src 'none'");
  }

  @Test
  void theDataAreTheResults() throws IOException {
    JsonNode page = data(HtmlReport.policiesPage(List.of(report("tiny"))));
    assertThat(page.get("schema").textValue()).isEqualTo("freehold.pages-report/1");
    JsonNode trace = page.at("/traces/0");
    assertThat(trace.get("target").doubleValue()).isEqualTo(0.05);
    assertThat(trace.at("/policies/0").toString())
        .isEqualTo("{\"policy\":\"lru\",\"frames\":[10,50],\"misses\":[5000,50],\"needed\":50}");
    assertThat(trace.at("/policies/1/needed").isNull()).isTrue();
    assertThat(trace.at("/windows/0").toString())
        .isEqualTo("{\"policy\":\"ws\",\"windows\":[10],\"misses\":[5000],\"meanPages\":[9.5]}");
    assertThat(trace.at("/lru/knee").intValue()).isEqualTo(50);
    assertThat(trace.at("/lru/frames")).hasSize(50);
    assertThat(trace.at("/lru/ratios/49").doubleValue()).isEqualTo(0.01);
  }

  @Test
  void aHostileNameStaysText() throws IOException {
    String page = HtmlReport.policiesPage(List.of(report(HOSTILE)));
    assertThat(page).doesNotContain("alert('x')</script>");
    assertThat(data(page).at("/traces/0/trace").textValue()).isEqualTo(HOSTILE);
  }
}
