package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// Which level the heaps of a test have.
final class CheckedTest {
  private static final List<String> LEVELS = Collections.synchronizedList(new ArrayList<>());

  private static void open(TestInfo test, Checks configured) {
    try (Heap heap = Heap.open(HeapConfig.named("levels").withChecks(configured))) {
      LEVELS.add(test.getDisplayName().replaceAll("\\(.*", "") + " " + heap.checks());
    }
  }

  @NoLeaks
  static class Levels {
    @Test
    void raised(TestInfo test) {
      open(test, Checks.SCOPED);
    }

    @Test
    void high(TestInfo test) {
      open(test, Checks.GUARDED);
    }

    @Test
    @Checked(Checks.FAST)
    void said(TestInfo test) {
      open(test, Checks.SCOPED);
    }
  }

  static class NotAnnotated {
    @Test
    void asConfigured(TestInfo test) {
      open(test, Checks.SCOPED);
    }
  }

  private static List<String> levels(@Nullable String property) {
    LEVELS.clear();
    String before = System.getProperty(Checks.PROPERTY);
    set(property);
    try {
      Outcomes run = Outcomes.of(List.of(Levels.class, NotAnnotated.class));
      assertThat(run.failures()).isEqualTo(Map.of());
    } finally {
      set(before);
    }
    return List.copyOf(LEVELS);
  }

  private static void set(@Nullable String property) {
    if (property == null) {
      System.clearProperty(Checks.PROPERTY);
    } else {
      System.setProperty(Checks.PROPERTY, property);
    }
  }

  @Test
  void aTestSaysTheLevelOfItsHeaps() {
    assertThat(levels(null))
        .containsExactlyInAnyOrder(
            "raised FULL", "high GUARDED", "said FAST", "asConfigured SCOPED");
  }

  @Test
  void oneSwitchRulesOverAllOfABuild() {
    assertThat(levels("full"))
        .containsExactlyInAnyOrder("raised FULL", "high FULL", "said FULL", "asConfigured FULL");
  }
}
