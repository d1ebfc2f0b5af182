package dev.freehold.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final String HOSTILE = "</script><script>alert('x')</script>&\"<!--";

  @TempDir private Path directory;

  private String page(String name) throws IOException, RecordingException {
    Path file =
        Recorded.file(
            directory.resolve("a.jfr"),
            () -> {
              Recorded.take(name, 1, 100, 1);
              Recorded.leak(name, name, 1, 10, name, name);
              Recorded.violation(name, name);
              Recorded.usage(name, 10, 20);
            });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Format.HTML.write(Report.of(RecordingReader.read(List.of(file))), SampleType.INUSE_SPACE, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void thePageLoadsNothingAndKeepsHostileTextAsText() throws IOException, RecordingException {
    String page = page(HOSTILE);

    assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(page).contains("function usageChart(", "var uPlot=", "default-src 'none'");
    assertThat(page)
        .doesNotContain("<link", "<script src", "alert('x')</script>", "url(", "fetch(");
    assertThat(page.split("</script>", -1).length)
        .isEqualTo(page("tame").split("</script>", -1).length);
    assertThat(page).contains("function recolor(dark)", "Produced by");
  }
}
