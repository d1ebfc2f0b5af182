package dev.freehold.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class StackTableTest {
  private static final int MOST = 8;

  private final StackTable table = new StackTable(MOST);

  private Stack deep(int calls) {
    return calls == 0 ? table.here() : deep(calls - 1);
  }

  @Test
  void oneObjectStandsForEachStack() {
    Set<Stack> stacks = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      stacks.add(deep(1));
    }
    assertThat(stacks).hasSize(1);
    stacks.add(deep(1)); // another line
    stacks.add(deep(2));
    assertThat(stacks).hasSize(3);
    assertThat(table.all()).containsAll(stacks).hasSize(4);
  }

  @Test
  void lambdasOfOneClassDiffer() {
    List<Supplier<Stack>> suppliers = List.of(() -> table.here(), () -> table.here());
    Set<Stack> stacks = new HashSet<>();
    for (Supplier<Stack> supplier : suppliers) {
      stacks.add(supplier.get());
    }
    assertThat(stacks).hasSize(2);
  }

  @Test
  void beyondAsManyAsFitOneStandsForTheRest() {
    List<Stack> stacks = new ArrayList<>();
    for (int calls = 0; calls < 2 * MOST; calls++) {
      stacks.add(deep(calls));
    }
    assertThat(stacks.subList(0, MOST)).doesNotHaveDuplicates().doesNotContain(table.others());
    assertThat(stacks.subList(MOST, 2 * MOST)).containsOnly(table.others());
    assertThat(deep(MOST / 2)).as("from another line").isSameAs(table.others());
    assertThat(table.others().frames()).hasSize(1);
    assertThat(table.all()).hasSize(MOST + 1);
  }

  @Test
  void callsBeyondThoseThatAreToldApartDoNotMatter() {
    assertThat(deep(100)).isSameAs(deep(101));
  }
}
