package dev.freehold.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of a report in a browser, where one is installed: it is drawn, and nothing is logged.
@Tag("slow")
class BrowserTest {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  @TempDir private Path directory;

  private static Optional<Path> browser() {
    return Arrays.stream(
            Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// What a page logged and what it was drawn as.
  ///
  /// @param log the lines of its console
  /// @param document after its scripts
  private record Shown(List<String> log, String document) {}

  private Shown show(Path browser, String page) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("page.html"), page);
    Path document = directory.resolve("document");
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                "--user-data-dir=" + directory.resolve("user"),
                "--virtual-time-budget=4000",
                "--dump-dom",
                file.toUri().toString())
            .redirectOutput(document.toFile())
            .redirectError(log.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    try (Stream<String> lines = Files.lines(log)) {
      return new Shown(
          lines.filter(line -> line.contains("CONSOLE")).toList(), Files.readString(document));
    }
  }

  @Test
  void thePageIsDrawnWithoutAWordOnTheConsole()
      throws IOException, InterruptedException, RecordingException {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "no browser is installed");
    Path file =
        Recorded.file(
            directory.resolve("a.jfr"),
            () -> {
              new RandomProgram(31).run();
              Recorded.usage("orders", 10, 20);
              Recorded.leak("orders", "lost", 1, 10, "Shop.put(Shop.java:3)", "a\nb");
              Recorded.violation("orders", "double-free");
            });
    Profile profile = RecordingReader.read(List.of(file));
    for (Report report : List.of(Report.of(profile), new Report(profile, profile))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Format.HTML.write(report, SampleType.INUSE_SPACE, out);
      String page = out.toString(StandardCharsets.UTF_8);

      Shown shown = show(browser.get(), page);
      assertThat(shown.log()).isEmpty();
      assertThat(shown.document())
          .contains("<dt>bytes in use</dt>", "Recorded.take:", "class=\"u-legend")
          .containsPattern("<iframe id=\"flame\"[^>]* style=\"height: [1-9]\\d+px");

      String broken = page.replace("  showLead();\n", "  noSuchFunction();\n");
      assertThat(show(browser.get(), broken).log()).isNotEmpty();
    }
  }
}
