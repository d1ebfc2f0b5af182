package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Limit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TrialsTest {
  private static final Heap HEAP = Heap.open(HeapConfig.named("takers").withChecks(Checks.FULL));

  private static Trial begin(String name) {
    return Trials.begin(new TrialConfig(name, null, null, Limit.NONE, TrialConfig.Order.PARALLEL));
  }

  private static @Nullable Object taker() {
    try (Block block = HEAP.allocate(8)) {
      return HEAP.heldBlocks().stream()
          .filter(held -> held.address() == block.address())
          .findFirst()
          .orElseThrow()
          .taker();
    }
  }

  @Test
  void aThreadIsInTheTrialThatItEnteredLast() {
    Trial outer = begin("outer");
    Trial inner = begin("inner");
    assertThat(taker()).isNull();
    Trials.Entered first = Trials.enter(outer);
    Trials.Entered second = Trials.enter(inner);
    assertThat(taker()).isSameAs(inner);
    second.close();
    assertThat(taker()).isSameAs(outer);
    outer.close();
    assertThat(taker()).as("of a trial that is over").isNull();
    first.close();
    inner.close();
  }
}
