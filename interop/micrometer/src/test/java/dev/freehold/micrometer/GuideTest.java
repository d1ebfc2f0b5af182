package dev.freehold.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Budget;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The example of the guide, compiled and run.
final class GuideTest {
  private static final Path ROOT = Path.of(Files.exists(Path.of("docs")) ? "." : "../..");

  @Test
  void aScrape() {
    // begin
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (Heap heap = Heap.open(HeapConfig.named("orders"));
        HeapMetrics metrics = HeapMetrics.of(heap);
        Block order = heap.allocate(5000)) {
      metrics.bindTo(registry);
      BudgetMetrics.of(Budget.process()).bindTo(registry);
      order.segment().setString(0, "forty-two");
      System.out.println(registry.scrape());
    }
    // end
    assertThat(registry.getMeters()).hasSize(5);
  }

  @Test
  void everyExampleOfTheGuideIsAbove() throws IOException {
    String compiled =
        squeezed(
            Files.readString(
                ROOT.resolve(
                    "interop/micrometer/src/test/java/dev/freehold/micrometer/GuideTest.java")));
    Matcher examples =
        Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("docs/guide/metrics.md")));
    int found = 0;
    for (; examples.find(); found++) {
      assertThat(compiled).contains(squeezed(examples.group(1)));
    }
    assertThat(found).isEqualTo(1);
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
