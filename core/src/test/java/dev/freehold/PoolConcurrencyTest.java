package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PoolConcurrencyTest {
  private static final int LIMIT = 5;

  /// Each thread writes its number over the whole lease and finds nothing else there, so that no
  /// two have the same block.
  private static final class Load {
    private final Pool pool;
    private final ConcurrentLinkedQueue<LeaseParcel> sent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    Load(Pool pool) {
      this.pool = pool;
    }

    void run(int number, int rounds) {
      Random random = new Random(number);
      for (int i = 0; i < rounds; i++) {
        try (Lease lease = pool.take()) {
          served.incrementAndGet();
          assertThat(open.incrementAndGet()).isLessThanOrEqualTo(LIMIT);
          MemorySegment segment = lease.segment();
          for (int at = 0; at < 64; at += 8) {
            segment.set(ValueLayout.JAVA_LONG, at, number);
          }
          if (random.nextInt(4) == 0) {
            Thread.onSpinWait();
          }
          for (int at = 0; at < 64; at += 8) {
            assertThat(segment.get(ValueLayout.JAVA_LONG, at)).isEqualTo(number);
          }
          if (random.nextInt(8) == 0) {
            sent.add(lease.send());
            receive();
          } else {
            open.decrementAndGet();
          }
        } catch (PoolExhaustedException e) {
          refused.incrementAndGet();
          receive();
        }
      }
    }

    private void receive() {
      LeaseParcel parcel = sent.poll();
      if (parcel != null) {
        try (Lease received = parcel.receive()) {
          assertThat(received.segment().byteSize()).isEqualTo(64);
          open.decrementAndGet();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"SCOPED, 0", "SCOPED, 10000", "FULL, 10000"})
  void noBlockIsInTwoLeasesAndTheLimitHolds(Checks level, long patience) throws Exception {
    try (Heap heap = Heap.open(HeapConfig.named("load").withChecks(level))) {
      Pool pool =
          Pool.of(
              heap,
              PoolConfig.of("load", 64, LIMIT)
                  .withIdle(3)
                  .withPatience(Duration.ofMillis(patience)));
      Load load = new Load(pool);
      try (ExecutorService platform = Executors.newFixedThreadPool(8);
          ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < 16; t++) {
          int number = t;
          running.add((t < 8 ? platform : virtual).submit(() -> load.run(number, 400)));
        }
        for (Future<?> each : running) {
          each.get();
        }
      }
      assertThat(load.sent).isEmpty();
      pool.verify();
      PoolStatistics figures = pool.statistics();
      assertThat(figures.taken()).isZero();
      assertThat(figures.peak()).isLessThanOrEqualTo(LIMIT);
      assertThat(figures.hits() + figures.misses()).isEqualTo(load.served.get());
      assertThat(figures.refused()).isEqualTo(load.refused.get());
      assertThat(load.served.get() + load.refused.get()).isEqualTo(16 * 400);
      pool.close();
      assertThat(heap.held().blocks()).isZero();
    }
  }

  @Test
  void closeWhileTakenLosesNothing() throws Exception {
    for (int round = 0; round < 50; round++) {
      try (Heap heap = Heap.open(HeapConfig.named("load"));
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Pool pool =
            Pool.of(
                heap,
                PoolConfig.of("load", 64, 2)
                    .withPatience(Duration.ofMinutes(1))
                    .withListener(report -> {}));
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
          running.add(
              threads.submit(() -> {
                try {
                  while (true) {
                    pool.take().close();
                  }
                } catch (IllegalStateException e) {
                  assertThat(e).hasMessageContaining("is closed");
                }
              }));
        }
        while (pool.statistics().hits() + pool.statistics().misses() < 10) {
          Thread.onSpinWait();
        }
        pool.close();
        for (Future<?> each : running) {
          each.get();
        }
        pool.verify();
        assertThat(pool.statistics().taken()).isZero();
        assertThat(heap.held().blocks()).isZero();
      }
    }
  }
}
