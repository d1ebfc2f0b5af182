package dev.freehold.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Parcel;
import dev.freehold.alloc.BestFit;
import dev.freehold.alloc.Statistics;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Threads come and go, and leave slabs and parcels behind: the next ones take them over, and
/// memory does not grow with their number.
final class GenerationsTest {
  private static final int GENERATIONS = 200;
  private static final int THREADS = 4;
  private static final int BLOCKS = 100;

  @Test
  void poolsThatComeAndGoTakeNoMoreMemory() throws Exception {
    try (Heap heap = Heap.open(HeapConfig.named("generations"))) {
      Queue<Parcel> left = new ConcurrentLinkedQueue<>();
      List<Statistics> figures = new ArrayList<>();
      for (int generation = 0; generation < GENERATIONS; generation++) {
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
          List<Future<?>> tasks = new ArrayList<>();
          for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(generation * THREADS + thread);
            tasks.add(pool.submit(() -> live(heap, left, random)));
          }
          for (Future<?> task : tasks) {
            task.get();
          }
        }
        figures.add(heap.statistics().blocks());
      }
      // One more for each generation would be ten times as much; how many threads meet is chance.
      Statistics early = figures.get(GENERATIONS / 10);
      Statistics late = figures.getLast();
      assertThat(late.peakCommittedBytes()).isLessThanOrEqualTo(4 * early.peakCommittedBytes());
      assertThat(late.metadataBytes()).isLessThanOrEqualTo(4 * early.metadataBytes());
      left.forEach(Parcel::close);
      assertThat(heap.held().blocks()).isZero();
      heap.verify();
    }
  }

  /// Frees what an earlier thread has left, and leaves as much to a later one.
  private static void live(Heap heap, Queue<Parcel> left, Random random) {
    for (int i = 0; i < BLOCKS; i++) {
      Parcel parcel = left.poll();
      if (parcel != null) {
        if (random.nextBoolean()) {
          parcel.close();
        } else {
          parcel.receive().close();
        }
      }
    }
    for (int i = 0; i < BLOCKS; i++) {
      left.add(heap.allocate(random.nextInt(1_500)).send());
    }
  }

  /// A pool may erase the thread-local variables of its threads after each task.
  @Test
  void aThreadThatForgetsKeepsItsSlabs() {
    try (Heap heap = Heap.open(HeapConfig.named("forgetful"));
        ForkJoinPool pool = new ForkJoinPool(1, Forgetful::new, null, false)) {
      long[] metadata = new long[2];
      for (int task = 0; task < 200; task++) {
        pool.submit(() -> heap.allocate(64).send().close()).join();
        metadata[task < 20 ? 0 : 1] = heap.statistics().blocks().metadataBytes();
      }
      assertThat(metadata[1]).isEqualTo(metadata[0]);
    }
  }

  /// A thread keeps nothing of the heaps that it has used.
  @Test
  void heapsAreForgottenByTheirThreads() {
    WeakReference<?> closed = usedAndClosed();
    for (int i = 0; i < 100 && closed.get() != null; i++) {
      System.gc();
    }
    assertThat(closed.get()).isNull();
  }

  private static WeakReference<?> usedAndClosed() {
    AtomicReference<WeakReference<?>> allocator = new AtomicReference<>();
    HeapConfig config =
        HeapConfig.named("forgotten")
            .withAllocator(region -> {
              BestFit source = new BestFit(region);
              allocator.set(new WeakReference<>(source));
              return source;
            });
    try (Heap heap = Heap.open(config)) {
      heap.allocate(64).send().close();
    }
    return allocator.get();
  }

  private static final class Forgetful extends ForkJoinWorkerThread {
    Forgetful(ForkJoinPool pool) {
      super(null, pool, false);
    }
  }
}
