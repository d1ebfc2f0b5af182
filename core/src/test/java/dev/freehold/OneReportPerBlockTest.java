package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.alloc.Allocator;
import dev.freehold.os.Memory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Threads that fall over the same broken blocks report each block once.
final class OneReportPerBlockTest {
  private static final int BLOCKS = 200;

  private static Heap open(HeldListener listener) {
    return Heap.open(
        HeapConfig.named("contended")
            .withChecks(Checks.FULL)
            .withCheckConfig(CheckConfig.DEFAULT.withStacks(CheckConfig.Stacks.LEFT_OUT))
            .withHeldListener(listener));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void freedVerifiedAndClosedAtOnce(int threads) throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      race(threads, seed);
    }
  }

  private static void race(int threads, int seed) throws Exception {
    Queue<Report> reports = new ConcurrentLinkedQueue<>();
    Heap heap = open(held -> {});
    Allocator allocator = heap.addresses();
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      blocks.add(allocator.allocate(64, 16));
    }
    for (int i = 0; i < BLOCKS; i++) {
      Memory.setByte(blocks.get(i) + (i % 2 == 0 ? 65 : -1), (byte) 0);
    }
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Thread> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Random random = new Random(31L * seed + t);
      List<Long> mine = new ArrayList<>(blocks);
      Collections.shuffle(mine, random);
      boolean isVerifying = t == 0;
      boolean isClosing = t == 1 && seed % 2 == 0;
      running.add(
          Thread.ofPlatform()
              .start(() -> {
                await(start);
                for (int i = 0; i < mine.size(); i++) {
                  long address = mine.get(i);
                  collect(() -> allocator.free(address), reports);
                  if (isVerifying && i % 40 == 0) {
                    collect(() -> verify(heap), reports);
                  }
                  if (isClosing && i == BLOCKS / 2) {
                    collect(heap::close, reports);
                  }
                }
              }));
    }
    for (Thread thread : running) {
      thread.join();
    }
    collect(heap::close, reports);
    Map<String, Integer> broken = new HashMap<>();
    int again = 0;
    for (Report report : reports) {
      switch (report.defect()) {
        case OVERFLOW, UNDERFLOW -> broken.merge(report.block(), 1, Integer::sum);
        case DOUBLE_FREE -> again++;
        default -> throw new AssertionError(report.message());
      }
    }
    assertThat(broken).hasSize(BLOCKS).allSatisfy((block, count) -> assertThat(count).isOne());
    assertThat(again).isEqualTo((threads - 1) * BLOCKS);
  }

  private static void verify(Heap heap) {
    try {
      heap.verify();
    } catch (MisuseException e) {
      throw e;
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("is closed");
    }
  }

  private static void await(CyclicBarrier start) {
    try {
      start.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void collect(Runnable action, Queue<Report> reports) {
    try {
      action.run();
    } catch (MisuseException e) {
      reports.add(e.report());
      for (Throwable other : e.getSuppressed()) {
        reports.add(((MisuseException) other).report());
      }
    }
  }

  /// The last frees race with the close of the heap: its memory stays until all have been looked
  /// at.
  @RepeatedTest(20)
  void soundBlocksFreedWhileTheHeapClosesAreNotReported(RepetitionInfo repetition)
      throws Exception {
    Queue<Report> reports = new ConcurrentLinkedQueue<>();
    Heap heap = open(held -> {});
    Allocator allocator = heap.addresses();
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads + 1);
    List<Thread> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      List<Long> mine = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        mine.add(allocator.allocate(1L << i % 12, 16));
      }
      Collections.shuffle(mine, new Random(repetition.getCurrentRepetition()));
      running.add(
          Thread.ofPlatform()
              .start(() -> {
                await(start);
                mine.forEach(address -> collect(() -> allocator.free(address), reports));
              }));
    }
    await(start);
    collect(heap::close, reports);
    for (Thread thread : running) {
      thread.join();
    }
    assertThat(reports).isEmpty();
    assertThat(HeapLifetime.MAPPED).doesNotContain(heap);
  }
}
