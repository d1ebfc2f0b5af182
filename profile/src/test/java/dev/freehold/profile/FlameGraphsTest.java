package dev.freehold.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlameGraphsTest {
  @TempDir private Path directory;

  private Profile profile(String name, Runnable program) throws IOException, RecordingException {
    return RecordingReader.read(List.of(Recorded.file(directory.resolve(name), program)));
  }

  /// Each name of the page is written as how much it shares with the one before, and the rest.
  private static List<String> names(String page) {
    Matcher pool = Pattern.compile("const cpool = \\[\n(.*?)\n];", Pattern.DOTALL).matcher(page);
    assertThat(pool.find()).isTrue();
    List<String> names = new ArrayList<>();
    String before = "";
    for (String line : pool.group(1).split(",\n")) {
      String packed = line.substring(1, line.length() - 1).replaceAll("\\\\(.)", "$1");
      before =
          names.isEmpty()
              ? packed
              : before.substring(0, packed.charAt(0) - 32) + packed.substring(1);
      names.add(before);
    }
    return names;
  }

  @Test
  void thePageHoldsTheStacksAndWhatTheReportAdds() throws IOException, RecordingException {
    Profile profile = profile("a.jfr", new RandomProgram(21));
    String page = FlameGraphs.html(Report.of(profile), SampleType.ALLOC_SPACE);

    assertThat(names(page))
        .contains("dev.freehold.profile.RandomProgram.first", "dev.freehold.profile.Recorded.take");
    assertThat(page).contains("function recolor(dark)", "#darkmode { display: none; }");
    // The first frame is all, with the sum of all rows as its width.
    assertThat(page).contains("\nn(3," + profile.totals().takenBytes() + ")\n");
  }

  private static Runnable taking(double weight) {
    return () -> Recorded.take("orders", 1, 100, weight);
  }

  @Test
  void overABaseColoursSayTheGrowth() throws IOException, RecordingException {
    Profile before = profile("a.jfr", taking(1));
    Profile now = profile("b.jfr", taking(5));
    assertThat(FlameGraphs.html(Report.of(now), SampleType.INUSE_SPACE)).contains("maxdiff = -1;");
    assertThat(FlameGraphs.html(new Report(now, before), SampleType.INUSE_SPACE))
        .contains("maxdiff = 400;");
  }

  @Test
  void whereNothingIsLiveThereIsNoGraph() throws IOException, RecordingException {
    Profile profile =
        profile(
            "a.jfr",
            () -> {
              Recorded.take("orders", 1, 100, 1);
              Recorded.free("orders", 1, 5);
            });
    assertThat(FlameGraphs.html(Report.of(profile), SampleType.INUSE_SPACE)).isEmpty();
    assertThat(FlameGraphs.html(Report.of(profile), SampleType.ALLOC_SPACE)).isNotEmpty();
  }
}
