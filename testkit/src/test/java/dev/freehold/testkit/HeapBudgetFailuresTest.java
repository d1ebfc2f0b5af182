package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Budget;
import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.OffHeapOutOfMemoryException;
import dev.freehold.os.Errno;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Fails every call that a heap makes to the operating system, one at a time: its budget loses
/// nothing.
final class HeapBudgetFailuresTest {
  private static final long LIMIT = 512 << 10;

  @ParameterizedTest
  @EnumSource(Checks.class)
  void everyFailureLeavesTheBudgetExact(Checks level) {
    int calls = 0;
    for (boolean failed = true; failed; calls++) {
      Budget process = Budget.root("process", LIMIT);
      Budget query = process.child("query", LIMIT);
      FailingOs os = new FailingOs(Os.current(), calls + 1, Errno.ENOMEM);
      HeapConfig config =
          HeapConfig.named("orders")
              .withBudget(query)
              .withChecks(level)
              .withHeldListener(report -> {});
      try (Heap heap = Heap.open(config, os)) {
        use(heap, query);
      } catch (OsException e) {
        assertThat(e).hasMessageContaining("made to fail"); // of open and close, which tell
      }
      assertThat(process.usedBytes()).isZero();
      query.close();
      process.verify();
      failed = os.failed();
    }
    assertThat(calls).isGreaterThan(8);
  }

  private static void use(Heap heap, Budget query) {
    List<Block> blocks = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 18; i++) {
        try {
          blocks.add(heap.allocate(i % 3 == 0 ? 100 : 40_000));
        } catch (OffHeapOutOfMemoryException e) {
          heap.verify();
        }
        assertThat(query.statistics().chargedBytes()).isLessThanOrEqualTo(LIMIT);
      }
      heap.verify();
      blocks.forEach(Block::close);
      blocks.clear();
      heap.trim();
      heap.verify();
      query.verify();
    }
  }
}
