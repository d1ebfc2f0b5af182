package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freehold.testkit.Operation.Kind;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationSequenceTest {
  private static final Mix MIX = new Mix(100, (1L << 32) - 1, 2 << 20, 1000);

  @Test
  void sameSeedSameSequence() {
    assertThat(OperationSequence.generate(1, 5000, MIX))
        .isEqualTo(OperationSequence.generate(1, 5000, MIX))
        .isNotEqualTo(OperationSequence.generate(2, 5000, MIX));
  }

  @Test
  void generatedOperationsMakeSenseInTheirOrder() {
    OperationSequence sequence = OperationSequence.generate(1, 50_000, MIX);
    boolean[] live = new boolean[MIX.blocks()];
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    long largest = 0;
    long alignment = 0;
    for (int i = 0; i < sequence.length(); i++) {
      Operation operation = sequence.operation(i);
      kinds.add(operation.kind());
      switch (operation.kind()) {
        case ALLOCATE -> {
          assertThat(live[operation.block()]).isFalse();
          live[operation.block()] = true;
        }
        case FREE -> {
          assertThat(live[operation.block()]).isTrue();
          live[operation.block()] = false;
        }
        case RESIZE, INTERIOR -> assertThat(live[operation.block()]).isTrue();
        case CLEAR -> live = new boolean[MIX.blocks()];
        case TRIM -> {}
      }
      largest = Math.max(largest, operation.bytes());
      alignment = Math.max(alignment, operation.alignment());
    }
    assertThat(kinds).hasSize(Kind.values().length);
    assertThat(largest).isBetween(1L << 30, MIX.largestBytes());
    assertThat(alignment).isEqualTo(2 << 20);
    assertThat(sequence.blocks()).isEqualTo(MIX.blocks());
  }

  @Test
  void textIsReadBack() {
    OperationSequence sequence = OperationSequence.generate(3, 2000, MIX);
    assertThat(OperationSequence.parse(sequence.toString())).isEqualTo(sequence);
    assertThat(OperationSequence.parse("  allocate 3 200 16\n\n clear\n"))
        .isEqualTo(
            OperationSequence.of(
                new Operation(Kind.ALLOCATE, 3, 200, 16), new Operation(Kind.CLEAR, 0, 0, 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allocate 3 200",
        "free",
        "free x",
        "free -1",
        "allocate 0 -1 8",
        "take 3",
        "allocate 0 4294967296 8",
        "allocate 0 1 3"
      })
  void whatIsNoOperationIsRefused(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> OperationSequence.parse(line));
  }

  @Test
  void partsCanBeLeftOutAndChanged() {
    OperationSequence sequence =
        OperationSequence.parse("allocate 0 8 8\nallocate 1 9 1\nfree 0\nfree 1");
    assertThat(sequence.without(1, 3)).hasToString("allocate 0 8 8\nfree 1");
    assertThat(sequence.with(1, 3, 2).operation(1)).hasToString("allocate 1 3 2");
    assertThat(sequence.length()).isEqualTo(4);
  }

  @Test
  void mixesOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Mix(0, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Mix(1, 1L << 32, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Mix(1, 1, 3, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Mix(1, 1, 1, 0));
  }
}
