package dev.freehold.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.lab.input.TraceFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetbenchReaderTest {
  /// Short-lived small blocks and long-lived large ones: half of the live bytes each.
  private static final String PROFILE = "64, 3000, 640\n1024, 1000, 40\n";

  private static final ProfileScale SCALE = new ProfileScale(1 << 20, 50_000, 7);

  @Test
  void keepsTheLiveBytesAround() {
    Trace trace = Traces.read(new FleetbenchReader(SCALE), PROFILE);
    assertThat(trace.operations()).isEqualTo(50_000);
    double expected = SCALE.liveBytes();
    assertThat(RequestedBytes.of(trace, 10_000).mean()).isCloseTo(expected, within(expected / 20));
  }

  @Test
  void keepsTheSharesOfTheSizes() {
    Trace trace = Traces.read(new FleetbenchReader(SCALE), PROFILE);
    long small = LongStream.of(Traces.sizes(trace)).skip(10_000).filter(size -> size == 64).count();
    assertThat(small / (trace.allocations() - 10_000.0)).isCloseTo(0.75, within(0.02));
  }

  @Test
  void isTheSameForTheSameSeedOnly() {
    Trace first = Traces.read(new FleetbenchReader(SCALE), PROFILE);
    Trace second = Traces.read(new FleetbenchReader(SCALE), PROFILE);
    Trace other = Traces.read(new FleetbenchReader(new ProfileScale(1 << 20, 50_000, 8)), PROFILE);
    assertThat(Traces.codes(second)).isEqualTo(Traces.codes(first));
    assertThat(Traces.sizes(second)).isEqualTo(Traces.sizes(first));
    assertThat(Traces.codes(other)).isNotEqualTo(Traces.codes(first));
  }

  @Test
  void leavesOutSizesAboveAShareOfTheHeap() {
    List<String> notes = new ArrayList<>();
    Trace trace = Traces.read(new FleetbenchReader(SCALE), PROFILE + "16385, 10, 1\n", notes::add);
    assertThat(LongStream.of(Traces.sizes(trace)).max()).hasValue(1024);
    assertThat(notes)
        .containsExactly(
            "1 of 3 sizes, with 16.7 % of the live bytes, are above 1/64 of the heap and left out");
  }

  @Test
  void holdsFewerBytesWhereBlocksWouldTakeAllOperations() {
    ProfileScale few = new ProfileScale(1 << 20, 8_000, 7);
    Trace trace = Traces.read(new FleetbenchReader(few), "16, 1, 1\n");
    assertThat(RequestedBytes.of(trace, 2_000).mean()).isCloseTo(32_000, within(3_000.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "16, 1",
        "16, 1, x",
        "16, 0, 1",
        "16, 1, -1",
        "0, 1, 1",
        "16, NaN, 1",
        "16, 1, 1, 1"
      })
  void refusesALine(String line) {
    assertThatThrownBy(() -> Traces.read(new FleetbenchReader(SCALE), PROFILE + line))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(
            "test:3: '"
                + line
                + "' is not a row of a profile;"
                + " write 'SIZE, ALLOCATIONS PER SECOND, LIVE BLOCKS', all above 0");
  }
}
