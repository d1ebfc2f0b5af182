package dev.freehold.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Heaps are closed while threads use them: no block lies over a released region, and each region
/// is released exactly once.
final class HeapCloseTest {
  private static final int USERS = 3;

  /// The last block is freed when the heap has begun to close and still hands out others.
  @Test
  void drainedOnlyOnceRetired() throws Exception {
    for (int round = 0; round < 200; round++) { // who is first at a lock is chance
      freeLastWhileClosing();
    }
  }

  private static void freeLastWhileClosing() throws Exception {
    HollowOs os = new HollowOs();
    AtomicReference<PausingAllocator> source = new AtomicReference<>();
    Heap heap =
        Heap.open(
            HeapConfig.named("race")
                .withHeldListener(report -> {})
                .withAllocator(region -> source.updateAndGet(none -> new PausingAllocator(region))),
            os);
    CountDownLatch taken = new CountDownLatch(1);
    AtomicBoolean closing = new AtomicBoolean();
    Thread last =
        Thread.ofPlatform()
            .start(() -> {
              Block block = heap.allocate(64);
              taken.countDown();
              while (!closing.get()) {
                Thread.onSpinWait(); // waits for the heap's lock alone
              }
              block.close();
            });
    taken.await();
    PausingAllocator.Pause holdingAll = source.get().pauseNext();
    Thread counter = Thread.ofPlatform().start(heap::statistics);
    holdingAll.awaitThread();
    Thread closer = Thread.ofPlatform().start(heap::close);
    awaitBlocked(closer);
    closing.set(true);
    awaitBlocked(last);
    AtomicInteger mapped = new AtomicInteger();
    CountDownLatch end = new CountDownLatch(1);
    Thread taker = Thread.ofPlatform().start(() -> mapped.set(mappedAfter(end, heap, os)));
    awaitBlocked(taker);
    PausingAllocator.Pause counting = source.get().pauseNext();
    holdingAll.goOn();
    counting.awaitThread();
    counting.goOn();
    counter.join();
    closer.join();
    last.join();
    end.countDown();
    taker.join();
    assertThat(mapped).as("regions under a live block").hasValue(1);
    assertThat(os.released()).isEqualTo(1);
  }

  /// Waits until a thread waits for a lock.
  private static void awaitBlocked(Thread thread) {
    while (LockSupport.getBlocker(thread) == null) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }

  private static int mappedAfter(CountDownLatch end, Heap heap, HollowOs os) {
    try (Block block = heap.allocate(1 << 16)) {
      await(end);
      return block.bytes() == 0 ? 0 : os.mapped();
    } catch (IllegalStateException e) {
      return 1; // refused: as well
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closedWhileUsed(Checks checks) throws Exception {
    closeHeaps(checks, 200);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void closedWhileUsedManyTimes(Checks checks) throws Exception {
    closeHeaps(checks, 5_000);
  }

  private static void closeHeaps(Checks checks, int heaps) throws Exception {
    HeapConfig config =
        HeapConfig.named("race")
            .withReserve(1 << 20)
            .withChecks(checks)
            .withHeldListener(report -> {});
    try (ExecutorService threads = Executors.newFixedThreadPool(USERS)) {
      for (int i = 0; i < heaps; i++) {
        CountedOs os = new CountedOs();
        Heap heap = Heap.open(config, os.os());
        CountDownLatch started = new CountDownLatch(USERS);
        List<Future<?>> users = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
          boolean holding = user > 0;
          users.add(threads.submit(() -> useUntilClosed(heap, holding, started)));
        }
        started.await();
        heap.close();
        for (Future<?> user : users) {
          user.get();
        }
        assertThat(os.mapped()).as("reservations left of heap %d", i).isZero();
      }
    }
  }

  /// Takes and frees, touching every block, with one in hand all the time or with none.
  private static void useUntilClosed(Heap heap, boolean holding, CountDownLatch started) {
    Deque<Block> blocks = new ArrayDeque<>();
    started.countDown();
    try {
      while (true) {
        Block block = heap.allocate(64);
        block.segment().fill((byte) 1);
        blocks.add(block);
        if (blocks.size() > 1 || !holding) {
          blocks.remove().close();
        }
      }
    } catch (IllegalStateException e) {
      blocks.forEach(block -> block.segment().fill((byte) 2));
      blocks.forEach(Block::close);
    }
  }
}
