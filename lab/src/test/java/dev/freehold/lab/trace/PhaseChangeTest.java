package dev.freehold.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PhaseChangeTest {

  @Test
  void fillsFreesThreeQuartersAndUsesTheFreedBytesAgain() {
    Trace trace = new PhaseChange(1 << 20, 1).trace("phase");
    int frees = trace.frees();
    int filled = 0;
    while (trace.code(filled) >= 0) {
      filled++;
    }
    assertThat(frees).isEqualTo(filled - filled / 4);
    long fill = 0;
    long freed = 0;
    for (int i = 0; i < filled; i++) {
      assertThat(trace.bytes(i)).isBetween(16L, 4095L);
      fill += trace.bytes(i);
    }
    for (int i = filled; i < filled + frees; i++) {
      assertThat(trace.code(i)).isNegative();
      freed += trace.bytes(~trace.code(i));
    }
    assertThat(fill).isBetween(1L << 20, (1L << 20) + 4095);
    assertThat(trace.declaredPeakBytes()).hasValue(fill);
    assertThat(Arrays.stream(Traces.sizes(trace)).skip(filled))
        .hasSize((int) (freed / 4096))
        .containsOnly(4096L);
    RequestedBytes requested = RequestedBytes.of(trace, 0);
    assertThat(requested.peak()).isEqualTo(fill);
    assertThat(requested.last()).isEqualTo(fill - freed % 4096);
  }

  @Test
  void isTheSameForTheSameSeedOnly() {
    Trace first = new PhaseChange(1 << 20, 1).trace("phase");
    Trace second = new PhaseChange(1 << 20, 1).trace("phase");
    Trace other = new PhaseChange(1 << 20, 2).trace("phase");
    assertThat(Traces.codes(second)).isEqualTo(Traces.codes(first));
    assertThat(Traces.sizes(second)).isEqualTo(Traces.sizes(first));
    assertThat(Traces.sizes(other)).isNotEqualTo(Traces.sizes(first));
  }
}
