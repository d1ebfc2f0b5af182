package dev.freehold.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One report has one set of numbers, whatever it is written in.
class FormatsTest {
  @TempDir private Path directory;

  private Profile profile(RandomProgram program) throws IOException, RecordingException {
    Path file = Recorded.file(directory.resolve("r" + program.hashCode() + ".jfr"), program);
    return RecordingReader.read(List.of(file));
  }

  private static byte[] written(Format format, Report report, SampleType type) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(report, type, out);
    return out.toByteArray();
  }

  private static String text(Format format, Report report, SampleType type) throws IOException {
    return new String(written(format, report, type), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void totalsAreEqual(long seed) throws IOException, RecordingException {
    RandomProgram program = new RandomProgram(seed);
    Report report = Report.of(profile(program));
    Counts totals = report.totals();

    int rows = report.profile().rows().size();
    assertThat(rows).isGreaterThan(20);
    assertThat((double) totals.takenBlocks()).isCloseTo(program.takenBlocks, within(rows / 2.0));
    assertThat((double) totals.takenBytes()).isCloseTo(program.takenBytes, within(rows / 2.0));
    assertThat((double) totals.inUseBlocks()).isCloseTo(program.liveBlocks(), within(rows / 2.0));
    assertThat((double) totals.inUseBytes()).isCloseTo(program.liveBytes(), within(rows / 2.0));
    for (SampleType type : SampleType.values()) {
      assertThat(ofTable(report, type)).as("table by %s", type).isEqualTo(totals);
      assertThat(ofJson(report, type)).as("json by %s", type).isEqualTo(totals);
      assertThat(ofPprof(report, type)).as("pprof by %s", type).isEqualTo(totals);
      assertThat(ofCollapsed(report, type, 1)).as("collapsed %s", type).isEqualTo(totals.of(type));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void differencesAreEqual(long seed) throws IOException, RecordingException {
    Profile before = profile(new RandomProgram(seed));
    Profile now = profile(new RandomProgram(seed + 100));
    Report report = new Report(now, before);

    assertThat(report.totals()).isEqualTo(now.totals().minus(before.totals()));
    for (SampleType type : SampleType.values()) {
      assertThat(ofTable(report, type)).isEqualTo(report.totals());
      assertThat(ofJson(report, type)).isEqualTo(report.totals());
      assertThat(ofPprof(report, type)).isEqualTo(report.totals());
      assertThat(ofCollapsed(report, type, 2)).isEqualTo(report.totals().of(type));
    }
    assertThat(new Report(now, now).totals()).isEqualTo(Counts.ZERO);
  }

  @Test
  void aStackIsTheSameInAllFormats() throws IOException, RecordingException {
    Profile profile = profile(new RandomProgram(6));
    Report report = Report.of(profile);
    DecodedPprof pprof = DecodedPprof.of(written(Format.PPROF, report, SampleType.INUSE_SPACE));

    assertThat(pprof.types())
        .containsExactly(
            "alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes");
    Row first = profile.rows().getFirst();
    DecodedPprof.Sample sample = pprof.samples().getFirst();
    assertThat(sample.heap()).isEqualTo(first.heap());
    assertThat(String.join(";", sample.methods().reversed())).isEqualTo(first.stack().collapsed());
    assertThat(pprof.value(sample, SampleType.INUSE_SPACE)).isEqualTo(first.counts().inUseBytes());
    assertThat(text(Format.COLLAPSED, report, SampleType.INUSE_SPACE))
        .contains(first.stack().collapsed() + " ");
    assertThat(first.stack().site().toString()).startsWith("dev.freehold.profile.Recorded.take:");
  }

  private static Counts ofTable(Report report, SampleType type) throws IOException {
    Matcher line =
        Pattern.compile(
                "(?m)^ *([-+\\d,]+) +(?:[\\d.]+ +)?([-+\\d,]+) +([-+\\d,]+) +([-+\\d,]+)  total$")
            .matcher(text(Format.TABLE, report, type));
    assertThat(line.find()).isTrue();
    return new Counts(number(line, 4), number(line, 3), number(line, 2), number(line, 1));
  }

  private static long number(Matcher line, int group) {
    return Long.parseLong(line.group(group).replace(",", "").replace("+", ""));
  }

  private static long ofCollapsed(Report report, SampleType type, int columns) throws IOException {
    long sum = 0;
    for (String line : text(Format.COLLAPSED, report, type).lines().toList()) {
      String[] cells = line.split(" ");
      sum += Long.parseLong(cells[cells.length - 1]);
      sum -= columns == 1 ? 0 : Long.parseLong(cells[cells.length - 2]);
    }
    return sum;
  }

  private static Counts ofPprof(Report report, SampleType type) throws IOException {
    DecodedPprof pprof = DecodedPprof.of(written(Format.PPROF, report, type));
    return new Counts(
        pprof.total(SampleType.ALLOC_OBJECTS),
        pprof.total(SampleType.ALLOC_SPACE),
        pprof.total(SampleType.INUSE_OBJECTS),
        pprof.total(SampleType.INUSE_SPACE));
  }

  /// The sum of the rows, which must be the totals that stand before them.
  private static Counts ofJson(Report report, SampleType sorted) throws IOException {
    Map<String, Long> rows = new TreeMap<>();
    Map<String, Long> totals = new TreeMap<>();
    try (JsonParser json = new JsonFactory().createParser(written(Format.JSON, report, sorted))) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          String path = json.getParsingContext().pathAsPointer().toString();
          String field = path.substring(path.lastIndexOf('/') + 1);
          if (path.matches("/rows/\\d+/\\w+")) {
            rows.merge(field, json.getLongValue(), Long::sum);
          } else if (path.matches("/totals/\\w+")) {
            totals.put(field, json.getLongValue());
          }
        }
      }
    }
    assertThat(rows).isEqualTo(totals);
    return new Counts(
        rows.getOrDefault("alloc_objects", 0L),
        rows.getOrDefault("alloc_space", 0L),
        rows.getOrDefault("inuse_objects", 0L),
        rows.getOrDefault("inuse_space", 0L));
  }
}
