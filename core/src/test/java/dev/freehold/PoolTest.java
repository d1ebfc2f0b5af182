package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freehold.os.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PoolTest {
  private static final PoolConfig FRAMES = PoolConfig.of("frames", 256, 4);

  private final List<PoolReport> reports = new CopyOnWriteArrayList<>();

  private static Heap open(Checks level) {
    return Heap.open(HeapConfig.named("network").withChecks(level));
  }

  private static Defect defect(ThrowingCallable action) {
    MisuseException found = catchThrowableOfType(MisuseException.class, action);
    assertThat(found).isNotNull();
    return found.report().defect();
  }

  @Test
  void theLatestReturnedIsHandedOutAgain() {
    try (Heap heap = open(Checks.SCOPED);
        Pool pool = Pool.of(heap, FRAMES)) {
      Lease first = pool.take();
      Lease second = pool.take();
      long address = second.address();
      first.close();
      second.close();
      try (Lease again = pool.take()) {
        assertThat(again.address()).isEqualTo(address);
        assertThat(again.bytes()).isEqualTo(256);
        assertThat(pool.statistics())
            .isEqualTo(new PoolStatistics("frames", 1, 1, 2, 0, 1, 0, 0, 2));
        assertThat(pool.statistics().misses()).isEqualTo(2);
      }
      pool.verify();
    }
  }

  @ParameterizedTest
  @EnumSource
  void misuseIsRefusedAtEveryLevel(Checks level) {
    try (Heap heap = open(level);
        Pool pool = Pool.of(heap, FRAMES)) {
      Lease lease = pool.take();
      MemorySegment segment = lease.segment();
      segment.set(ValueLayout.JAVA_LONG, 0, 42);
      try (Borrow reader = lease.read()) {
        assertThat(reader.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
        assertThat(defect(lease::close)).isEqualTo(Defect.ESCAPED_BORROW);
        assertThat(defect(lease::write)).isEqualTo(Defect.ESCAPED_BORROW);
      }
      lease.close();
      if (level != Checks.FAST) {
        assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_LONG, 0))
            .isInstanceOf(IllegalStateException.class);
      }
      assertThat(defect(lease::close)).isEqualTo(Defect.DOUBLE_FREE);
      assertThat(defect(lease::segment)).isEqualTo(Defect.USE_AFTER_FREE);
      assertThat(defect(lease::read)).isEqualTo(Defect.USE_AFTER_FREE);
      assertThat(defect(lease::send)).isEqualTo(Defect.USE_AFTER_FREE);
      assertThat(pool.statistics().taken()).isZero();
      pool.verify();
      heap.verify();
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyItsThreadUsesALease(Checks level) throws InterruptedException {
    try (Heap heap = open(level);
        Pool pool = Pool.of(heap, FRAMES);
        Lease lease = pool.take()) {
      on(
          Thread.ofPlatform(),
          () -> {
            assertThatThrownBy(lease::segment).isInstanceOf(WrongThreadException.class);
            assertThatThrownBy(lease::close).isInstanceOf(WrongThreadException.class);
          });
      assertThat(pool.statistics().taken()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLeaseIsSentWithItsContents(Checks level) throws InterruptedException {
    try (Heap heap = open(level);
        Pool pool = Pool.of(heap, FRAMES)) {
      try (Lease lease = pool.take()) {
        lease.segment().set(ValueLayout.JAVA_LONG, 0, 42);
        LeaseParcel parcel = lease.send();
        assertThat(defect(lease::segment)).isEqualTo(Defect.USE_AFTER_FREE);
        on(
            Thread.ofVirtual(),
            () -> {
              try (Lease received = parcel.receive()) {
                assertThat(received.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
                assertThat(pool.statistics().taken()).isEqualTo(1);
              }
            });
        assertThatThrownBy(parcel::close).isInstanceOf(MisuseException.class);
      }
      pool.take().send().close();
      assertThat(pool.statistics().taken()).isZero();
      pool.verify();
    }
  }

  @Test
  void theLimitIsNotExceeded() {
    try (Heap heap = open(Checks.SCOPED);
        Pool pool = Pool.of(heap, FRAMES)) {
      List<Lease> leases = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        leases.add(pool.take());
      }
      assertThatThrownBy(pool::take)
          .isInstanceOf(PoolExhaustedException.class)
          .hasMessageContaining("no lease left in pool 'frames'")
          .hasMessageContaining("4 of 4 leases open, 1 refused so far");
      leases.removeLast().close();
      leases.add(pool.take());
      leases.forEach(Lease::close);
      assertThat(pool.statistics().refused()).isEqualTo(1);
      assertThat(pool.statistics().peak()).isEqualTo(4);
    }
  }

  @Test
  void waitsAndGivesUp() throws InterruptedException {
    try (Heap heap = open(Checks.SCOPED);
        Pool pool = Pool.of(heap, PoolConfig.of("one", 64, 1).withPatience(Duration.ofMillis(5)));
        Lease lease = pool.take()) {
      assertThat(lease.bytes()).isEqualTo(64);
      assertThatThrownBy(pool::take).isInstanceOf(PoolExhaustedException.class);
      on(
          Thread.ofVirtual(),
          () -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(pool::take).hasMessageContaining("interrupted after");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
          });
      assertThat(pool.statistics().waits()).isEqualTo(2);
      assertThat(pool.statistics().refused()).isEqualTo(2);
    }
  }

  @Test
  void closeRefusesThoseThatWait() throws InterruptedException {
    try (Heap heap = open(Checks.SCOPED)) {
      Pool pool =
          Pool.of(
              heap,
              PoolConfig.of("one", 64, 1)
                  .withPatience(Duration.ofMinutes(10))
                  .withListener(reports::add));
      Lease lease = pool.take();
      List<Thread> waiting = new ArrayList<>();
      List<Throwable> ends = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(
            Thread.ofVirtual().uncaughtExceptionHandler((t, e) -> ends.add(e)).start(pool::take));
      }
      while (pool.statistics().waits() < 3) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      pool.close();
      for (Thread each : waiting) {
        each.join();
      }
      assertThat(ends).hasSize(3).allSatisfy(end -> assertThat(end).hasMessageContaining("closed"));
      lease.close();
    }
  }

  @Test
  void keepsAtMostTheIdleLimit() {
    try (Heap heap = open(Checks.SCOPED);
        Pool pool = Pool.of(heap, FRAMES.withIdle(1))) {
      Lease first = pool.take();
      Lease second = pool.take();
      first.close();
      second.close();
      assertThat(pool.statistics().idle()).isEqualTo(1);
      assertThat(heap.held().blocks()).isEqualTo(1);
      assertThat(pool.trim()).isEqualTo(1);
      assertThat(heap.held().blocks()).isZero();
      pool.verify();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "GUARDED"})
  void nothingIsKeptWhereAllIsChecked(Checks level) {
    try (Heap heap = open(level);
        Pool pool = Pool.of(heap, FRAMES)) {
      Lease lease = pool.take();
      lease.segment().fill((byte) 1);
      lease.close();
      assertThat(pool.statistics().idle()).isZero();
      assertThat(heap.held().blocks()).isZero();
    }
  }

  @Test
  void anOverrunOfALeaseIsFoundAndTheLimitStays() {
    try (Heap heap = open(Checks.FULL);
        Pool pool = Pool.of(heap, PoolConfig.of("one", 64, 1))) {
      Lease lease = pool.take();
      Memory.setByte(lease.address() + 64, (byte) 1);
      assertThat(defect(lease::close)).isEqualTo(Defect.OVERFLOW);
      pool.take().close();
      pool.verify();
    }
  }

  @ParameterizedTest
  @EnumSource
  void zeroIsWhatEveryLeaseFinds(Checks level) {
    try (Heap heap = open(level);
        Pool pool = Pool.of(heap, FRAMES.withCleaning(PoolConfig.Cleaning.ZERO))) {
      for (int i = 0; i < 3; i++) {
        try (Lease lease = pool.take()) {
          assertThat(lease.segment().toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
          lease.segment().fill((byte) 7);
        }
      }
    }
  }

  @Test
  void poisonFindsAWriteInBetween() {
    try (Heap heap = open(Checks.SCOPED);
        Pool pool = Pool.of(heap, FRAMES.withCleaning(PoolConfig.Cleaning.POISON))) {
      Lease lease = pool.take();
      long address = lease.address();
      lease.close();
      assertThat(Memory.getByte(address + 9)).isEqualTo((byte) 0xDE);
      pool.take().close();
      Memory.setByte(address + 9, (byte) 1);
      assertThatThrownBy(pool::take)
          .isInstanceOf(MisuseException.class)
          .hasMessageContaining("while no lease had it, at offset 9");
      pool.verify();
      assertThat(heap.held().blocks()).isZero();
      assertThat(pool.statistics().taken()).isZero();
      pool.take().close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeReportsWhatIsNotReturned(Checks level) {
    try (Heap heap = open(level)) {
      Pool pool = Pool.of(heap, FRAMES.withListener(reports::add));
      Lease open = pool.take();
      LeaseParcel sent = pool.take().send();
      pool.take().close();
      pool.close();
      pool.close();
      assertThat(reports).hasSize(1);
      PoolReport report = reports.getFirst();
      assertThat(report.leases()).isEqualTo(2);
      assertThat(report.cause()).isEqualTo(PoolReport.Cause.OPEN_AT_CLOSE);
      assertThat(report.taken()).hasSize(level.compareTo(Checks.FULL) < 0 ? 0 : 2);
      assertThat(report.message()).contains("2 x 256 bytes", "rule", "next");
      if (level == Checks.FULL) {
        assertThat(report.message()).contains("PoolTest.closeReportsWhatIsNotReturned");
      }
      assertThatThrownBy(pool::take).hasMessageContaining("is closed");
      open.segment().fill((byte) 1); // still usable
      open.close();
      sent.close();
      assertThat(heap.held().blocks()).isZero();
      pool.verify();
    }
  }

  @Test
  void aDroppedLeaseIsReportedOnce() throws InterruptedException {
    HeapConfig config =
        HeapConfig.named("network").withChecks(Checks.FULL).withHeldListener(report -> {});
    try (Heap heap = Heap.open(config);
        Pool pool = Pool.of(heap, FRAMES.withListener(reports::add))) {
      drop(pool);
      for (int i = 0; i < 1_000 && reports.isEmpty(); i++) {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(1);
        pool.take().close();
      }
      assertThat(reports).hasSize(1);
      assertThat(reports.getFirst().cause()).isEqualTo(PoolReport.Cause.DROPPED);
      assertThat(reports.getFirst().message()).contains("PoolTest.drop");
      assertThat(pool.statistics().taken()).isEqualTo(1);
      pool.verify();
    }
  }

  private static void drop(Pool pool) {
    assertThat(pool.take().bytes()).isEqualTo(256);
  }

  @Test
  void theHeapRefusesTheNthAndThePoolIsUnchanged() {
    HeapConfig small = HeapConfig.named("small").withReserve(256 << 10).withChecks(Checks.SCOPED);
    try (Heap heap = Heap.open(small);
        Pool pool = Pool.of(heap, PoolConfig.of("large", 100_000, 4))) {
      Lease first = pool.take();
      Lease second = pool.take();
      PoolStatistics before = pool.statistics();
      for (int i = 0; i < 10; i++) { // more often than the limit
        assertThatThrownBy(pool::take).isInstanceOf(OffHeapOutOfMemoryException.class);
      }
      assertThat(pool.statistics().taken()).isEqualTo(before.taken());
      assertThat(pool.statistics().created()).isEqualTo(before.created());
      pool.verify();
      first.close();
      pool.take().close();
      second.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithAModel(Checks level) {
    try (Heap heap = open(level);
        Pool pool = Pool.of(heap, PoolConfig.of("model", 64, 10).withIdle(5))) {
      Random random = new Random(3);
      List<Lease> leases = new ArrayList<>();
      long refused = 0;
      for (int i = 0; i < 5_000; i++) {
        if (random.nextInt(100) < 55) {
          try {
            Lease lease = pool.take();
            lease.segment().fill((byte) i);
            leases.add(lease);
          } catch (PoolExhaustedException e) {
            refused++;
            assertThat(leases).hasSize(10);
          }
        } else if (!leases.isEmpty()) {
          leases.remove(random.nextInt(leases.size())).close();
        }
        pool.verify();
        assertThat(pool.statistics().taken()).isEqualTo(leases.size());
        assertThat(heap.held().blocks()).isEqualTo(leases.size() + pool.statistics().idle());
      }
      assertThat(refused).isPositive().isEqualTo(pool.statistics().refused());
      leases.forEach(Lease::close);
    }
  }

  @Test
  void configurationsAreChecked() {
    assertThatThrownBy(() -> PoolConfig.of(" ", 1, 1)).hasMessageContaining("name is blank");
    assertThatThrownBy(() -> PoolConfig.of("x", -1, 1)).hasMessageContaining("bytes is -1");
    assertThatThrownBy(() -> FRAMES.withAlignment(3)).hasMessageContaining("alignment is 3");
    assertThatThrownBy(() -> PoolConfig.of("x", 1, 0)).hasMessageContaining("limit is 0");
    assertThatThrownBy(() -> FRAMES.withIdle(5)).hasMessageContaining("idle is 5");
    assertThatThrownBy(() -> FRAMES.withPatience(Duration.ofSeconds(-1)))
        .hasMessageContaining("patience is PT-1S");
  }

  private static void on(Thread.Builder kind, Runnable action) throws InterruptedException {
    AtomicReference<Throwable> failed = new AtomicReference<>();
    Thread other =
        switch (kind) {
          case Thread.Builder.OfPlatform platform ->
              platform.uncaughtExceptionHandler((t, e) -> failed.set(e)).start(action);
          case Thread.Builder.OfVirtual virtual ->
              virtual.uncaughtExceptionHandler((t, e) -> failed.set(e)).start(action);
        };
    other.join();
    assertThat(failed.get()).isNull();
  }
}
