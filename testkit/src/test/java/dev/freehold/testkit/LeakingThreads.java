package dev.freehold.testkit;

import static dev.freehold.testkit.LeakingTests.leak;
import static dev.freehold.testkit.LeakingTests.use;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/// The tests that `NoLeaksTest` runs with threads of their own, or at the same time.
final class LeakingThreads {
  private LeakingThreads() {}

  /// Several run at the same time, from before what they take until after.
  @NoLeaks(graceMillis = 0)
  static class Together {
    private static final CyclicBarrier ALL = new CyclicBarrier(3);

    static void await(CyclicBarrier barrier) {
      try {
        barrier.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException("the tests do not run at the same time", e);
      }
    }

    @Test
    void leaks() {
      await(ALL);
      leak();
      await(ALL);
    }

    @Test
    void cleanOne() {
      await(ALL);
      use();
      await(ALL);
    }

    @Test
    void cleanTwo() {
      await(ALL);
      use();
      await(ALL);
    }
  }

  private static final CyclicBarrier CLASSES = new CyclicBarrier(3);

  @NoLeaks(graceMillis = 0)
  static class Clean {
    @Test
    void cleanAmongOthers() {
      Together.await(CLASSES);
      use();
      Together.await(CLASSES);
    }
  }

  @NoLeaks(graceMillis = 0)
  static class Leaking {
    @Test
    void leaksAmongOthers() {
      Together.await(CLASSES);
      leak();
      Together.await(CLASSES);
    }
  }

  static class NotLookedAt {
    @Test
    void cleanForNobodyLooks() {
      Together.await(CLASSES);
      leak();
      Together.await(CLASSES);
    }
  }

  @NoLeaks(graceMillis = 0)
  static class OwnThreads {
    @Test
    void leaksOnAPlatformThread() throws InterruptedException {
      Thread.ofPlatform().start(LeakingTests::leak).join();
    }

    @Test
    void leaksOnAVirtualThread() throws InterruptedException {
      Thread.ofVirtual().start(LeakingTests::leak).join();
    }

    @Test
    void leaksOnAThreadOfAThread() throws InterruptedException {
      Thread.ofVirtual()
          .start(() -> {
            try {
              Thread.ofPlatform().start(LeakingTests::leak).join();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          })
          .join();
    }

    @Test
    void leaksInItsOwnPool() throws InterruptedException, ExecutionException {
      try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
        pool.submit(LeakingTests::leak).get();
      }
    }

    @Test
    void leaksInItsOwnVirtualPool() throws InterruptedException, ExecutionException {
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        pool.submit(LeakingTests::leak).get();
      }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void leaksUnderATimeout() {
      leak();
    }

    @Test
    void cleanOnAllOfThem() throws InterruptedException, ExecutionException {
      Thread.ofPlatform().start(LeakingTests::use).join();
      Thread.ofVirtual().start(LeakingTests::use).join();
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        pool.submit(LeakingTests::use).get();
      }
    }
  }

  /// Hands work to the workers of JUnit, so many that new ones are created for it.
  @NoLeaks(graceMillis = 0)
  static class WorkersOfJUnit {
    @Test
    void cleanForTheyRunOtherTestsToo() throws InterruptedException {
      CountDownLatch atOnce = new CountDownLatch(6);
      CountDownLatch done = new CountDownLatch(6);
      for (int i = 0; i < 6; i++) {
        ForkJoinTask<?> task =
            ForkJoinTask.adapt(() -> {
              atOnce.countDown();
              try {
                atOnce.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              leak();
              done.countDown();
            });
        assertThat(task.fork().isCompletedAbnormally()).isFalse();
      }
      done.await();
    }
  }

  /// One pool for all, whose thread is created in the first test.
  @NoLeaks(graceMillis = 0)
  @TestMethodOrder(MethodOrderer.MethodName.class)
  static class SharedPool {
    private static final ExecutorService POOL =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("shared").factory());

    @Test
    void aCleanCreatesItsThread() throws InterruptedException, ExecutionException {
      POOL.submit(LeakingTests::use).get();
    }

    @Test
    void bLeaks() throws InterruptedException, ExecutionException {
      POOL.submit(LeakingTests::leak).get();
    }

    @Test
    void cLeaksInTheCommonPool() throws InterruptedException, ExecutionException {
      CompletableFuture.runAsync(LeakingTests::leak).get();
    }

    @Test
    void dLeaksAHeap() throws InterruptedException, ExecutionException {
      Heap heap = POOL.submit(() -> Heap.open(HeapConfig.named("of-the-pool"))).get();
      assertThat(heap.checks()).isEqualTo(Checks.FULL);
    }

    @Test
    void eClean() throws InterruptedException, ExecutionException {
      POOL.submit(LeakingTests::use).get();
      CompletableFuture.runAsync(LeakingTests::use).get();
    }
  }
}
