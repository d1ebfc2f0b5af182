package dev.freehold.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.lab.trace.TraceBuilder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SizeHistogramTest {
  private static SizeHistogram of(long... sizes) {
    int[] codes = IntStream.range(0, sizes.length).toArray();
    return SizeHistogram.of(Sketch.of("sizes", codes, sizes));
  }

  @Test
  void classesEndAtQuarterPowersOfTwo() {
    assertThat(of(40).largest())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 15, 19, 23, 27, 31, 39, 47);
  }

  @Test
  void everySizeIsInTheClassThatHoldsIt() {
    long[] sizes = {0, 1, 7, 8, 9, 10, 15, 16, 1000, 1023, 1024, 1 << 20, TraceBuilder.MAX_BYTES};
    for (long size : sizes) {
      SizeHistogram histogram = of(size);
      int last = histogram.largest().length - 1;

      assertThat(histogram.blocks()[last]).isOne();
      assertThat(histogram.bytes()[last]).isEqualTo(size);
      assertThat(histogram.largest()[last]).isGreaterThanOrEqualTo(size);
      assertThat(last == 0 ? -1 : histogram.largest()[last - 1]).isLessThan(size);
    }
  }

  @Test
  void nothingIsLost() {
    SizeHistogram histogram = of(3, 24, 24, 25, 4096);

    assertThat(Arrays.stream(histogram.blocks()).sum()).isEqualTo(5);
    assertThat(Arrays.stream(histogram.bytes()).sum()).isEqualTo(3 + 24 + 24 + 25 + 4096);
    assertThat(histogram.blocks()[14]).isEqualTo(3); // 24 to 27
  }
}
