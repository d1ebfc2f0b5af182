package dev.freehold.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.lab.trace.Trace;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TimelineRecorderTest {
  private static final RegionConfig CONFIG =
      RegionConfig.ofReserve(1 << 30).withStep(RegionConfig.DEFAULT_STEP);

  private static Timeline record(Trace trace, RegionConfig config) {
    try (Region region = Region.reserve(config)) {
      return TimelineRecorder.record("tree-fit", trace, new TreeFit(region));
    }
  }

  private static int[] rows(Timeline timeline, int column, int from, int to) {
    return IntStream.range(from, to)
        .map(row -> timeline.occupancy()[column * timeline.rows() + row] & 0xFF)
        .toArray();
  }

  @Test
  void everyCellOfATinyTraceIsExact() {
    Trace trace = Sketch.of("tiny", new int[] {0, 1, ~0, 2, ~1}, 128, 64, 256);

    Timeline timeline = record(trace, CONFIG);

    assertThat(timeline.allocator()).isEqualTo("tree-fit");
    assertThat(timeline.operation()).containsExactly(1, 2, 3, 4, 5);
    assertThat(timeline.requested()).containsExactly(128, 192, 64, 320, 256);
    assertThat(timeline.allocated()).containsExactly(128, 192, 64, 320, 256);
    assertThat(timeline.committed()).containsOnly(64 << 10);
    assertThat(timeline.bytesPerRow()).isEqualTo(128);
    assertThat(timeline.rows()).isEqualTo(512);
    int half = 1 + 127;
    assertThat(rows(timeline, 0, 0, 5)).containsExactly(255, 1, 1, 1, 1);
    assertThat(rows(timeline, 1, 0, 5)).containsExactly(255, half, 1, 1, 1);
    assertThat(rows(timeline, 2, 0, 5)).containsExactly(1, half, 1, 1, 1);
    assertThat(rows(timeline, 3, 0, 5)).containsExactly(1, 255, 255, half, 1);
    assertThat(rows(timeline, 4, 0, 5)).containsExactly(1, half, 255, half, 1);
    for (int column = 0; column < 5; column++) {
      assertThat(rows(timeline, column, 5, 512)).containsOnly(1);
    }
  }

  @Test
  void rowsJoinWhenTheRegionGrowsAndWhatWasNotCommittedStaysSo() {
    Trace trace = Sketch.of("growing", new int[] {0, 1}, 208, 300 << 10);

    Timeline timeline = record(trace, CONFIG);

    assertThat(timeline.bytesPerRow()).isEqualTo(1024);
    assertThat(timeline.rows()).isEqualTo(320);
    assertThat(rows(timeline, 0, 0, 1)).containsExactly(1 + 52); // 208 of 1024 bytes, rounded up
    assertThat(rows(timeline, 0, 1, 64)).containsOnly(1);
    assertThat(rows(timeline, 0, 64, 320)).containsOnly(0);
    assertThat(rows(timeline, 1, 0, 300)).containsOnly(255);
    assertThat(rows(timeline, 1, 300, 301)).containsExactly(1 + 52);
    assertThat(rows(timeline, 1, 301, 320)).containsOnly(1);
  }

  @Test
  void endsJustBeforeTheBlockThatIsRefused() {
    Trace trace = Sketch.of("large", new int[] {0, 1, 2, ~0}, 1 << 10, 1 << 10, 1 << 20);

    Timeline timeline = record(trace, CONFIG.withLimit(64 << 10));

    assertThat(timeline.operation()).containsExactly(1, 2);
    assertThat(timeline.requested()).containsExactly(1 << 10, 2 << 10);
  }

  @Test
  void aTraceRefusedAtOnceHasAnEmptyTimeline() {
    Timeline timeline = record(Sketch.of("huge", new int[] {0}, 1 << 20), CONFIG.withLimit(4096));

    assertThat(timeline.columns()).isZero();
    assertThat(timeline.occupancy()).isEmpty();
  }

  @Test
  void theLastOperationAndThePeakAreAmongTheMoments() {
    int[] codes = new int[20_000];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = i % 2 == 0 ? i / 2 : ~(i / 2);
    }
    long[] sizes = new long[10_000];
    Arrays.fill(sizes, 48);
    sizes[1234] = 4096;

    Timeline timeline = record(Sketch.of("peak", codes, sizes), CONFIG);

    assertThat(timeline.columns()).isEqualTo(481);
    assertThat(timeline.operation()).isSorted().contains(2 * 1234 + 1, 20_000);
    assertThat(Arrays.stream(timeline.requested()).max()).hasValue(4096);
  }
}
