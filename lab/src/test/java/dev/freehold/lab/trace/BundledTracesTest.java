package dev.freehold.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.lab.input.TraceFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BundledTracesTest {
  private static final BundledTraces BUNDLED = BundledTraces.of(Path.of(".."));

  @ParameterizedTest
  @CsvSource({
    "cc1plus,        6156,   4278,   949761",
    "git,          167346,  85121, 31087785",
    "java-version,  16621,  11282,  6796840",
    "node,         915814, 464588,  5592408",
    "python,       707019, 353790, 12010847",
    "sqlite,        83297,  41656,  3795246",
  })
  void recordedProgramsHaveTheirCountsAndDeclaredPeak(
      String name, int operations, int allocations, long peak) {
    Trace trace = BUNDLED.find(name);
    assertThat(trace.name()).isEqualTo(name);
    assertThat(trace.operations()).isEqualTo(operations);
    assertThat(trace.allocations()).isEqualTo(allocations);
    assertThat(trace.frees()).isEqualTo(operations - allocations);
    assertThat(trace.declaredPeakBytes()).hasValue(peak);
    assertThat(RequestedBytes.of(trace, 0).peak()).isEqualTo(peak);
  }

  @ParameterizedTest
  @CsvSource({
    "cpp-demangle,        62,    40",
    "dogfood,          32472, 13604",
    "ffmpeg,            1832,  1805",
    "find,               567,   563",
    "gcc-hello,        11431,  6344",
    "grep-random-data,   122,    76",
    "grep-recursive,     657,   619",
    "ls,                  45,    37",
    "source-map,        2087,   315",
  })
  void weeAllocTracesHaveTheirCounts(String name, int allocations, int frees) {
    Trace trace = BUNDLED.find(name);
    assertThat(trace.allocations()).isEqualTo(allocations);
    assertThat(trace.frees()).isEqualTo(frees);
    assertThat(trace.declaredPeakBytes()).isEmpty();
  }

  static List<String> all() {
    return BUNDLED.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyBundledTraceIsValidAndHasItsName(String name) {
    Trace trace = BUNDLED.find(name);
    assertThat(trace.name()).isEqualTo(name);
    assertThat(RequestedBytes.of(trace, 0).peak()).isPositive();
  }

  /// Made from a seed, but the same on every machine, so that results can be compared.
  @ParameterizedTest
  @CsvSource({"TCMALLOC_1, 835255493", "TCMALLOC_7, 706426584", "phase-change, 662169797"})
  void madeTracesNeverChange(String name, long expected) {
    Trace trace = BUNDLED.find(name);
    CRC32 checksum = new CRC32();
    checksum.update(Traces.codes(trace).getBytes(StandardCharsets.US_ASCII));
    checksum.update(Arrays.toString(Traces.sizes(trace)).getBytes(StandardCharsets.US_ASCII));
    assertThat(checksum.getValue()).isEqualTo(expected);
  }

  @Test
  void standardTracesAreSixProgramsTwoProfilesAndThePhaseChange() {
    assertThat(BUNDLED.standard()).hasSize(9).endsWith("TCMALLOC_1", "TCMALLOC_7", "phase-change");
    assertThat(BUNDLED.all()).hasSize(6 + 9 + 10 + 1).containsAll(BUNDLED.standard());
  }

  @Test
  void findsAFileByItsPath() {
    Trace trace = BUNDLED.find("../data/alloc/cc1plus.rep.gz");
    assertThat(trace.name()).isEqualTo("cc1plus");
    assertThat(trace.operations()).isEqualTo(6156);
  }

  @Test
  void namesTheStandardTracesWhereNoneIsCalledSo() {
    assertThatThrownBy(() -> BUNDLED.find("nodejs"))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(
            "nodejs: there is no such file or bundled trace; check the path or name one of cc1plus,"
                + " git, java-version, node, python, sqlite, TCMALLOC_1, TCMALLOC_7, phase-change");
  }

  @Test
  void asksForTheHomeWhereThereIsNoData(@TempDir Path elsewhere) {
    BundledTraces none = BundledTraces.of(elsewhere);
    assertThat(none.all()).containsExactly("phase-change");
    assertThatThrownBy(() -> none.find("node"))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(
            "node: there is no such file or bundled trace; set FREEHOLD_HOME to the directory of"
                + " Freehold, which holds data/alloc");
  }
}
