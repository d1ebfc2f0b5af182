package dev.freehold.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.lab.input.TraceFormatException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceBuilderTest {

  @Test
  void aRefusedOperationChangesNothing() {
    TraceBuilder trace = new TraceBuilder("app", "app.rep");
    trace.allocate(1, 5, 16);
    assertThatThrownBy(() -> trace.allocate(2, 5, 8)).isInstanceOf(TraceFormatException.class);
    assertThatThrownBy(() -> trace.allocate(3, 6, -1)).isInstanceOf(TraceFormatException.class);
    assertThatThrownBy(() -> trace.reallocate(4, 5, -1)).isInstanceOf(TraceFormatException.class);
    assertThatThrownBy(() -> trace.free(5, 6)).isInstanceOf(TraceFormatException.class);
    trace.free(6, 5);
    Trace built = trace.build(OptionalLong.empty());
    assertThat(Traces.codes(built)).isEqualTo("0 ~0");
    assertThat(Traces.sizes(built)).containsExactly(16);
  }

  @Test
  void acceptsEverySizeUpToTheLimit() {
    TraceBuilder trace = new TraceBuilder("app", "app.rep");
    trace.allocate(1, 0, 0);
    trace.allocate(2, 1, TraceBuilder.MAX_BYTES);
    assertThat(Traces.sizes(trace.build(OptionalLong.empty()))).containsExactly(0, 1L << 40);
  }

  /// Against a map of the platform, with ids that are small, aligned, negative and extreme.
  @Test
  void idsOfAnyShapeFindTheirBlocks() {
    TraceBuilder trace = new TraceBuilder("app", "app.rep");
    Map<Long, Integer> live = new HashMap<>();
    Random random = new Random(42);
    int blocks = 0;
    for (int i = 1; i <= 100_000; i++) {
      long id = id(random);
      assertThat(trace.isLive(id)).isEqualTo(live.containsKey(id));
      if (live.remove(id) != null) {
        trace.free(i, id);
      } else {
        trace.allocate(i, id, blocks);
        live.put(id, blocks++);
      }
    }
    Map<Long, Integer> found = new HashMap<>();
    Trace built = trace.build(OptionalLong.empty());
    random = new Random(42);
    for (int i = 0; i < built.operations(); i++) {
      long id = id(random);
      Integer block = found.remove(id);
      if (block == null) {
        found.put(id, built.code(i));
      } else {
        assertThat(~built.code(i)).isEqualTo(block);
      }
    }
    assertThat(found).isEqualTo(live);
  }

  private static long id(Random random) {
    long small = random.nextInt(2_000);
    return switch (random.nextInt(4)) {
      case 0 -> small;
      case 1 -> small << 4;
      case 2 -> small << 48;
      default -> Long.MIN_VALUE + small;
    };
  }
}
