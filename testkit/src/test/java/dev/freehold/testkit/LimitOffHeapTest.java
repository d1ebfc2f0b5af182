package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Budget;
import dev.freehold.BudgetExceededException;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.OffHeapOutOfMemoryException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

final class LimitOffHeapTest {
  private static final int MIB = 1 << 20;

  @LimitOffHeap("4MB")
  static class Limited {
    @Test
    void below() {
      takeTwice(MIB);
    }

    @Test
    void above() {
      takeTwice(3 * MIB);
    }

    @Test
    @LimitOffHeap("8MB")
    void belowItsOwn() {
      takeTwice(3 * MIB);
    }

    @Test
    void aboveWithABudgetOfItsOwn() {
      Budget tenant = Budget.root("tenant", 100 * MIB);
      try (Heap heap = Heap.open(HeapConfig.named("orders").withBudget(tenant));
          Block block = heap.allocate(5 * MIB)) {
        assertThat(block.bytes()).isPositive();
      }
    }

    @Test
    void belowForTheHeapOfAStaticInitializerIsNobodys() {
      assertThat(OfTheProcess.BLOCK.bytes()).isEqualTo(5 * MIB);
    }

    private static void takeTwice(int bytes) {
      try (Heap orders = Heap.open(HeapConfig.named("orders"));
          Heap items = Heap.open(HeapConfig.named("items"));
          Block first = orders.allocate(bytes);
          Block second = items.allocate(bytes)) {
        assertThat(first.bytes()).isEqualTo(second.bytes());
      }
    }
  }

  static final class OfTheProcess {
    static final Heap HEAP = Heap.open(HeapConfig.named("cache"));
    static final Block BLOCK = HEAP.allocate(5 * MIB);
  }

  @NoLeaks
  static class WithRecords {
    @Test
    @LimitOffHeap("4MB")
    void above() {
      try (Heap heap = Heap.open(HeapConfig.named("orders"));
          Block first = heap.allocate(3 * MIB);
          Block second = heap.allocate(3 * MIB)) {
        assertThat(first.bytes()).isEqualTo(second.bytes());
      }
    }
  }

  static class Malformed {
    @Test
    @LimitOffHeap("24XB")
    void size() {}

    @Test
    @NoLeaks(graceMillis = -1)
    void grace() {}
  }

  @Test
  void theHeapsOfATestHaveALimitTogether() {
    Outcomes run = Outcomes.of(Limited.class);
    assertThat(run.ends())
        .isEqualTo(
            Map.of(
                "below()", "SUCCESSFUL",
                "above()", "FAILED",
                "belowItsOwn()", "SUCCESSFUL",
                "aboveWithABudgetOfItsOwn()", "FAILED",
                "belowForTheHeapOfAStaticInitializerIsNobodys()", "SUCCESSFUL",
                "Limited", "SUCCESSFUL"));
    assertThat(run.failure("above()"))
        .isInstanceOf(OffHeapOutOfMemoryException.class)
        .hasCauseInstanceOf(BudgetExceededException.class)
        .hasMessageContaining("@LimitOffHeap of Limited.above")
        .hasMessageContaining("orders");
    assertThat(run.failure("aboveWithABudgetOfItsOwn()"))
        .isInstanceOf(OffHeapOutOfMemoryException.class)
        .hasMessageContaining("limit 4194304");
  }

  @Test
  void theRefusalNamesThePlacesThatHoldMost() {
    assertThat(Outcomes.of(WithRecords.class).failure("above()"))
        .hasMessageMatching(
            "(?s).*holders \\S+\\.above\\(LimitOffHeapTest\\.java:\\d+\\) in heap 'orders' 3145728,.*");
  }

  @Test
  void malformedAnnotationsAreRefusedInOneLine() {
    Outcomes run = Outcomes.of(Malformed.class);
    assertThat(run.failure("size()"))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            "@LimitOffHeap of Malformed.size: '24XB' is no size: write bytes, or a number with k, m,"
                + " g or t, for example 64m");
    assertThat(run.failure("grace()"))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessageContaining("@NoLeaks of Malformed.grace: graceMillis is -1");
  }
}
