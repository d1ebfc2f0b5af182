package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A heap within a budget.
final class HeapBudgetTest {
  private static final long STEP = 64 << 10;
  private static final long LIMIT = 1 << 20;

  private final Budget process = Budget.root("process", 64 << 20);
  private final Budget tenant = process.child("tenant", LIMIT);

  private static HeapConfig config(String name, Budget budget) {
    return HeapConfig.named(name).withBudget(budget).withHeldListener(report -> {});
  }

  private static long committed(Heap heap) {
    return heap.statistics().blocks().committedBytes();
  }

  private static OffHeapOutOfMemoryException refusal(Heap heap, long bytes) {
    OffHeapOutOfMemoryException error =
        catchThrowableOfType(OffHeapOutOfMemoryException.class, () -> heap.allocate(bytes).close());
    assertThat(error).isNotNull();
    return error;
  }

  /// Fills a heap until it refuses.
  private static OffHeapOutOfMemoryException fill(Heap heap, long bytes, List<Block> blocks) {
    while (true) {
      try {
        blocks.add(heap.allocate(bytes));
      } catch (OffHeapOutOfMemoryException e) {
        return e;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Checks.class,
      names = {"FAST", "SCOPED", "FULL"})
  void whatIsCommittedIsChargedToTheByte(Checks level) {
    try (Heap heap = Heap.open(config("orders", tenant).withChecks(level))) {
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        blocks.add(heap.allocate(i % 2 == 0 ? 64 : 3000));
        assertThat(tenant.usedBytes()).isEqualTo(committed(heap));
      }
      assertThat(tenant.usedBytes()).isPositive().isEqualTo(process.usedBytes());
      heap.verify();
      process.verify();
      blocks.forEach(Block::close);
      heap.trim();
      assertThat(tenant.usedBytes()).isEqualTo(committed(heap));
      heap.verify();
    }
    assertThat(process.usedBytes()).isZero();
    tenant.close();
    process.verify();
  }

  @Test
  void pagesBetweenGuardsAreCharged() {
    try (Heap heap = Heap.open(config("orders", tenant).withChecks(Checks.GUARDED))) {
      long page = dev.freehold.os.Os.current().pageBytes();
      List<Block> blocks = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        blocks.add(heap.allocate(100));
        assertThat(tenant.usedBytes()).isEqualTo(committed(heap)).isGreaterThanOrEqualTo(i * page);
        heap.verify();
      }
      blocks.forEach(Block::close);
      assertThat(tenant.usedBytes()).isEqualTo(committed(heap));
      heap.verify();
      blocks.clear();
      OffHeapOutOfMemoryException error = fill(heap, 5000, blocks);
      assertThat(error).hasCauseInstanceOf(BudgetExceededException.class);
      assertThat(tenant.usedBytes()).isBetween(LIMIT - STEP, LIMIT);
      heap.verify();
      blocks.forEach(Block::close);
    }
    assertThat(process.usedBytes()).isZero();
    process.verify();
  }

  @Test
  void aRefusalNamesTheBudgetAndWhoHoldsIt() {
    Budget query = tenant.child("query", Limit.NONE);
    tenant.acquire(7);
    try (Heap heap = Heap.open(config("orders", query))) {
      List<Block> blocks = new ArrayList<>();
      OffHeapOutOfMemoryException error = fill(heap, STEP, blocks);
      long used = 15 * STEP + 7;
      assertThat(error)
          .hasMessageStartingWith("Freehold: no room in heap 'orders' for a block of 65536 bytes")
          .hasMessageContaining("held    983040 bytes in blocks of 15 x 65536")
          .hasMessageContaining(
              """
                refused by 'process/tenant': %d used, 0 reserved, limit 1048576 (bytes)
                tree    process    %d of 67108864
                          tenant   %d of 1048576
                            query  983040 of none
                holders budget query 983040; 15 x 65536 in heap 'orders' 983040
                rule    what is committed for heaps counts as used of their budget -> docs/guide/budgets.md#heaps
                next    close what is held and no longer needed, or give budget 'process/tenant' a larger limit
              """
                  .stripTrailing()
                  .formatted(used, used, used));
      assertThat(error.getCause())
          .isInstanceOfSatisfying(
              BudgetExceededException.class,
              cause -> {
                assertThat(cause.budget()).isEqualTo("process/tenant/query");
                assertThat(cause.refusing()).isEqualTo("process/tenant");
                assertThat(cause.statistics()).isEqualTo(process.statistics());
              });
      assertThat(tenant.statistics().refusals()).isEqualTo(1);
      assertThat(heap.addresses().allocate(STEP, 16)).isZero();
      assertThat(tenant.statistics().refusals()).isEqualTo(2);
      assertThat(query.statistics().refusals()).isZero();
      assertThat(tenant.statistics().peakChargedBytes()).isBetween(used, LIMIT); // and credits

      assertThat(blocks.getLast().resize(2 * STEP)).isFalse(); // the budget's fault, which passes
      assertThat(refusal(heap, 1L << 40).getCause()).isNull(); // the reservation's
      blocks.removeLast().close();
      heap.allocate(STEP).close();
      blocks.forEach(Block::close);
    }
    tenant.release(7);
    query.close();
    tenant.close();
    process.verify();
  }

  @Test
  void aRefusalNamesTheLinesThatTookTheBlocks() {
    try (Heap heap = Heap.open(config("orders", tenant).withChecks(Checks.FULL))) {
      List<Block> blocks = new ArrayList<>();
      OffHeapOutOfMemoryException error = fill(heap, 5000, blocks);
      assertThat(error.getMessage())
          .containsPattern(
              Pattern.compile(
                  "holders dev\\.freehold\\.HeapBudgetTest\\.fill\\(HeapBudgetTest\\.java:\\d+\\) in heap 'orders' %d, outside blocks in heap 'orders' \\d+"
                      .formatted(5000 * blocks.size())));
      blocks.forEach(Block::close);
    }
    tenant.close();
  }

  @Test
  void theHoldersSumToWhatIsCharged() {
    try (Heap heap = Heap.open(config("orders", tenant))) {
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        blocks.add(heap.allocate(1000 + 300 * i));
      }
      List<BudgetHolders.Holder> holders = new HeapHolders(heap).largest(Integer.MAX_VALUE);
      assertThat(holders)
          .extracting(BudgetHolders.Holder::name)
          .contains("other blocks in heap 'orders'", "outside blocks in heap 'orders'");
      assertThat(holders.stream().mapToLong(BudgetHolders.Holder::bytes).sum())
          .isEqualTo(tenant.usedBytes());
      blocks.forEach(Block::close);
    }
  }

  @Test
  void aRefusalNamesPlacesThatWereSampled() {
    HeapConfig sampled =
        config("orders", tenant)
            .withChecks(Checks.SAMPLED)
            .withCheckConfig(CheckConfig.DEFAULT.withSampleBytes(1 << 14));
    try (Heap heap = Heap.open(sampled)) {
      List<Block> blocks = new ArrayList<>();
      assertThat(fill(heap, 5000, blocks))
          .hasMessageContaining("holders dev.freehold.HeapBudgetTest.fill(HeapBudgetTest.java:")
          .hasMessageContaining(") in heap 'orders', about ");
      blocks.forEach(Block::close);
    }
  }

  @Test
  void whatOtherHeapsDoNotUseIsGivenBackBeforeARefusal() {
    try (Heap idle = Heap.open(config("idle", tenant));
        Heap busy = Heap.open(config("busy", tenant))) {
      Block wall = idle.allocate(STEP);
      idle.allocate(8 * STEP).close();
      assertThat(committed(idle)).isGreaterThanOrEqualTo(8 * STEP);
      try (Block large = busy.allocate(12 * STEP)) {
        large.segment().fill((byte) 1);
        assertThat(committed(idle)).isEqualTo(STEP);
        assertThat(tenant.usedBytes()).isEqualTo(13 * STEP);
      }
      wall.close();
      idle.verify();
      busy.verify();
    }
    tenant.close();
    process.verify();
  }

  @Test
  void theLimitOfTheHeapIsNamedWhereTheBudgetHasRoom() {
    try (Heap heap = Heap.open(config("small", tenant).withLimit(2 * STEP))) {
      assertThat(refusal(heap, LIMIT)).hasNoCause().hasMessageContaining("HeapConfig.withLimit");
      assertThat(tenant.statistics().refusals()).isZero();
    }
  }

  @Test
  void aHeapThatIsOpenKeepsItsBudgetOpen() {
    Heap heap = Heap.open(config("orders", tenant));
    assertThatIllegalStateException()
        .isThrownBy(tenant::close)
        .withMessageContaining("held    outside blocks in heap 'orders' 0");
    Block held = heap.allocate(64);
    heap.close();
    assertThatIllegalStateException()
        .isThrownBy(tenant::close)
        .withMessageContaining("1 x 64 in heap 'orders' 64");
    held.close();
    tenant.close();
    process.verify();
    assertThatIllegalStateException()
        .isThrownBy(() -> Heap.open(config("late", tenant)))
        .withMessageContaining("budget 'process/tenant' is closed");
    assertThat(process.usedBytes()).isZero();
  }

  @Test
  void aHeapThatCannotBeOpenedLeavesNothingBehind() {
    HeapConfig broken =
        config("broken", tenant)
            .withAllocator(region -> {
              region.commit(0, 4 * STEP);
              throw new IllegalArgumentException("broken");
            });
    assertThatIllegalArgumentException().isThrownBy(() -> Heap.open(broken));
    tenant.close();
    assertThatIllegalStateException().isThrownBy(() -> Heap.open(broken));
    tenant.verify();
    process.verify();
  }

  @Test
  void whatHeapsHaveCommittedCannotBeReleasedByAnyone() {
    try (Heap heap = Heap.open(config("orders", tenant));
        Block block = heap.allocate(STEP)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> tenant.release(STEP))
          .withMessageContaining("has granted at most 0 bytes");
      assertThat(block.segment().byteSize()).isEqualTo(STEP);
    }
    tenant.verify();
  }

  @Test
  void heapsWithoutABudgetAreOfTheProcess() {
    assertThat(HeapConfig.named("orders").budget()).isSameAs(Budget.ofHeaps());
    long before = Budget.ofHeaps().usedBytes();
    try (Heap heap = Heap.open(HeapConfig.named("orders"));
        Block block = heap.allocate(4 * STEP)) {
      assertThat(Budget.ofHeaps().usedBytes() - before).isEqualTo(committed(heap));
      assertThat(block.segment().byteSize()).isEqualTo(4 * STEP);
    }
    assertThat(Budget.ofHeaps().usedBytes()).isEqualTo(before);
  }

  /// The listener trims the heap whose allocation has told it: told under the heap's lock, it would
  /// change the allocator in the middle of an operation.
  @Test
  void aListenerMayTrimTheHeapThatCausedThePressure() {
    try (Heap heap = Heap.open(config("orders", tenant));
        Registration _ =
            tenant.onPressure(pressure -> {
              if (pressure.rises()) {
                heap.trim();
                heap.allocate(64).close();
              }
            })) {
      List<Block> blocks = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        fill(heap, 3 * STEP / 2, blocks);
        assertThat(tenant.level()).isEqualTo(Pressure.Level.CRITICAL);
        heap.verify();
        blocks.forEach(Block::close);
        blocks.clear();
        heap.trim();
        assertThat(tenant.level()).isEqualTo(Pressure.Level.LOW);
      }
    }
    tenant.close();
    process.verify();
  }

  /// Heaps that trim each other, from listeners and after refusals, while four threads use both.
  @Test
  @Timeout(60)
  void heapsOfOneBudgetTrimEachOtherWithoutADeadlock() throws Exception {
    int threads = 4;
    AtomicLong told = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    try (Heap first = Heap.open(config("first", tenant));
        Heap second = Heap.open(config("second", tenant).withChecks(Checks.FULL));
        Registration _ =
            tenant.onPressure(pressure -> {
              told.incrementAndGet();
              first.trim();
              second.trim();
            });
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      CountDownLatch start = new CountDownLatch(threads);
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Heap mine = t % 2 == 0 ? first : second;
        long bytes = 3000L + 40_000L * t;
        Callable<Void> task =
            () -> {
              start.countDown();
              start.await();
              List<Block> blocks = new ArrayList<>();
              for (int i = 0; i < 300; i++) {
                try {
                  blocks.add(mine.allocate(bytes));
                } catch (OffHeapOutOfMemoryException e) {
                  refused.incrementAndGet();
                  blocks.forEach(Block::close);
                  blocks.clear();
                }
                assertThat(tenant.statistics().chargedBytes()).isLessThanOrEqualTo(LIMIT);
              }
              blocks.forEach(Block::close);
              return null;
            };
        done.add(pool.submit(task));
      }
      for (Future<?> each : done) {
        each.get(50, TimeUnit.SECONDS);
      }
      first.verify();
      second.verify();
      process.verify();
    }
    assertThat(told.get()).isPositive();
    assertThat(refused.get()).isPositive();
    assertThat(process.usedBytes()).isZero();
    tenant.close();
    process.verify();
  }
}
