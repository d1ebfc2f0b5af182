package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.alloc.BestFit;
import dev.freehold.os.Memory;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// The examples of the guide and of the package documentation, compiled and run.
final class GuideExamplesTest {
  @Test
  void aBlock() {
    // begin
    try (Heap heap = Heap.open(HeapConfig.named("orders").withLimit(64 << 20))) { // 64 MiB
      try (Block block = heap.allocate(256)) {
        MemorySegment order = block.segment();
        order.set(ValueLayout.JAVA_LONG, 0, 42);
        order.setString(8, "forty-two");
      }
      heap.verify();
    }
    // end
  }

  @Test
  void anArena() {
    // begin
    try (Heap heap = Heap.open(HeapConfig.named("queries"));
        Arena arena = heap.arena()) {
      MemorySegment names = arena.allocateFrom("alpha");
      MemorySegment counts = arena.allocate(ValueLayout.JAVA_INT, 1_000); // zeroed
      counts.setAtIndex(ValueLayout.JAVA_INT, 7, (int) names.byteSize());
    }
    // end
  }

  @Test
  void resizing() {
    try (Heap heap = Heap.open(HeapConfig.named("log"));
        Block block = heap.allocate(2048)) {
      // begin
      MemorySegment line = block.segment();
      line.setString(0, "started");
      if (!block.resize(4096)) {
        throw new IllegalStateException("no room behind the block: take another and copy");
      }
      line = block.segment(); // the earlier segment has ended
      // end
      assertThat(line.getString(0)).isEqualTo("started");
      assertThat(line.byteSize()).isEqualTo(4096);
    }
  }

  @Test
  void misuse() {
    try (Heap heap = Heap.open(HeapConfig.named("misuse"))) {
      Block block = heap.allocate(64);
      MemorySegment segment = block.segment();
      block.close();
      assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
      assertThatIllegalStateException().isThrownBy(block::close);
    }
  }

  @Test
  void aForgottenBlockFailsATest() {
    // begin
    HeapConfig config =
        HeapConfig.named("under-test")
            .withHeldListener(report -> {
              throw new AssertionError(report.message());
            });
    // end
    AtomicReference<Block> forgotten = new AtomicReference<>();
    assertThatThrownBy(
            () -> {
              try (Heap heap = Heap.open(config)) {
                forgotten.set(heap.allocate(8));
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("8 bytes in blocks of 1 x 8");
    forgotten.get().close();
  }

  @Test
  void budgets() {
    // begin
    Budget process = Budget.root("process", Limit.parse("1g"));
    try (Budget tenant = process.child("tenant-a", Limit.parse("256m"));
        Budget query = tenant.child("query-7", Limit.NONE)) {
      query.acquire(4096);
      query.release(4096);
    }
    // begin
    try (Credit credit = process.credit()) { // one for each thread
      credit.take(256);
      credit.give(256);
    }
    // begin
    try (Reservation sort = process.reserve(Limit.parse("16m"))) {
      sort.use(1 << 20);
      process.release(1 << 20);
    }
    Budget query = process.child("query-7", Limit.NONE);
    // begin
    Registration sites =
        query.register(most -> List.of(new BudgetHolders.Holder("Cache.java:42", 8)));
    sites.close();
    // end
    query.close();
    process.verify();
    assertThat(process.usedBytes()).isZero();
  }

  @Test
  void aHeapWithinABudget() {
    Budget process = Budget.root("process", Limit.parse("1g"));
    Budget tenant = process.child("tenant-a", Limit.parse("256m"));
    // begin
    Budget query = tenant.child("query-7", Limit.parse("24m"));
    try (Heap sort = Heap.open(HeapConfig.named("sort").withBudget(query));
        Block run = sort.allocate(1 << 20)) {
      run.segment().setString(0, "sorted");
      System.out.println(query.usedBytes()); // 1048576
    }
    query.close();
    // end
    assertThat(tenant.statistics().peakChargedBytes()).isEqualTo(1 << 20);
    tenant.close();
    process.verify();
  }

  @Test
  void aBudgetOfOneTenant() {
    // begin
    Budget process = Budget.root("process", Limit.parse("1g"));
    try (Budget tenant = process.child("tenant-a", Limit.parse("256m"))) {
      tenant.acquire(4096);
      tenant.release(4096);
    }
    // end
    assertThat(process.usedBytes()).isZero();
  }

  @Test
  void pressure() {
    Budget process = Budget.root("process", 100);
    List<Integer> cache = new ArrayList<>(List.of(1));
    // begin
    Registration shrinking =
        process.onPressure(pressure -> {
          if (pressure.rises()) {
            cache.clear();
          }
        });
    // end
    process.acquire(90);
    assertThat(cache).isEmpty();
    shrinking.close();
    // begin
    KernelPressure kernel = KernelPressure.at(process);
    System.out.println(kernel.available());
    Registration polling = kernel.start(Duration.ofSeconds(2));
    polling.close(); // when the program ends
    // end
  }

  @Test
  void aRegion() {
    // begin
    try (Region region = Region.reserve(RegionConfig.ofReserve(64L << 30))) { // 64 GiB of addresses
      region.commit(0, 1 << 20); // 1 MiB of memory
      Memory.setLong(region.base(), 42);
      region.decommit(0, 1 << 20);
    }
    // end
  }

  @Test
  void anAllocator() {
    // begin
    try (Region region = Region.reserve(RegionConfig.ofReserve(1L << 30))) {
      BestFit allocator = new BestFit(region);
      long block = allocator.allocate(200, 16);
      Memory.setLong(block, 42);
      allocator.free(block);
    }
    // end
  }

  @Test
  void checkingAtALevel() {
    HeapConfig config =
        HeapConfig.named("orders")
            .withChecks(Checks.FULL)
            .withCheckConfig(CheckConfig.DEFAULT.withQuarantine(4 << 20)); // 4 MiB wait
    try (Heap heap = Heap.open(config)) {
      Block block = heap.allocate(64);
      MemorySegment segment = block.segment();
      block.close();
      // begin
      try {
        segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
      } catch (IllegalStateException e) {
        Report report = Diagnosis.of(e);
        System.err.println(report == null ? e : report.message()); // with taken, freed and used
      }
      // end
    }
  }
}
