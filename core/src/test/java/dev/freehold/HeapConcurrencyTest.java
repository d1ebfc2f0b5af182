package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.freehold.alloc.BestFit;
import dev.freehold.alloc.FirstFit;
import dev.freehold.alloc.WorstFit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Many threads on one heap: each fills its blocks with a value of its own and finds them
/// unchanged.
final class HeapConcurrencyTest {
  static List<AllocatorFactory> allocators() {
    return List.of(FirstFit::new, BestFit::new, WorstFit::new);
  }

  @ParameterizedTest
  @MethodSource("allocators")
  void platformThreadsShareAHeap(AllocatorFactory allocator) throws Exception {
    try (Heap heap = Heap.open(HeapConfig.named("shared").withAllocator(allocator));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      share(heap, threads, 8, 5_000);
    }
  }

  @ParameterizedTest
  @MethodSource("allocators")
  void virtualThreadsShareAHeap(AllocatorFactory allocator) throws Exception {
    try (Heap heap = Heap.open(HeapConfig.named("shared").withAllocator(allocator));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      share(heap, threads, 1_000, 100);
    }
  }

  private static void share(Heap heap, ExecutorService threads, int tasks, int operations)
      throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      int seed = task;
      running.add(threads.submit(() -> work(heap, new Random(seed), operations, (byte) seed)));
    }
    for (Future<?> task : running) {
      task.get();
    }
    heap.verify();
    assertThat(heap.statistics().blocks().requestedBytes()).isZero();
    assertThat(heap.held().blocks()).isZero();
  }

  private static void work(Heap heap, Random random, int operations, byte mark) {
    List<Block> blocks = new ArrayList<>();
    try (Arena arena = heap.arena()) {
      for (int i = 0; i < operations; i++) {
        if (random.nextInt(20) == 0) {
          assertThat(arena.allocate(8).get(ValueLayout.JAVA_LONG, 0)).isZero();
        }
        if (random.nextInt(10) == 0) {
          LockSupport.parkNanos(1_000); // lets another thread in between
        }
        if (blocks.size() < 16 && random.nextBoolean() || blocks.isEmpty()) {
          Block block = heap.allocate(random.nextInt(2_000), 1L << random.nextInt(8));
          block.segment().fill(mark);
          blocks.add(block);
        } else {
          Block block = blocks.remove(random.nextInt(blocks.size()));
          expect(block.segment(), mark);
          if (random.nextInt(4) == 0 && block.resize(block.bytes() / 2)) {
            expect(block.segment(), mark);
          }
          block.close();
        }
      }
      blocks.forEach(block -> expect(block.segment(), mark));
      blocks.forEach(Block::close);
    }
  }

  private static void expect(MemorySegment segment, byte mark) {
    for (long at = 0; at < segment.byteSize(); at++) {
      if (segment.get(ValueLayout.JAVA_BYTE, at) != mark) {
        throw new AssertionError("byte %d of %s was overwritten".formatted(at, segment));
      }
    }
  }

  /// A magazine is looked into while its thread takes from it and gives back.
  @Test
  void figuresWhileOthersAllocate() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Heap heap = Heap.open(HeapConfig.named("figures"));
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> task =
          threads.submit(() -> {
            Block[] blocks = new Block[400];
            Random random = new Random(1);
            while (end.getCount() > 0) {
              int n = 1 + random.nextInt(blocks.length);
              for (int i = 0; i < n; i++) {
                blocks[i] = heap.allocate(1_000);
              }
              for (int i = 0; i < n; i++) {
                blocks[i].close();
              }
            }
          });
      for (int i = 0; i < 10_000 && !task.isDone(); i++) {
        assertThat(heap.statistics().blocks().blocks()).isBetween(0L, 1_000L);
        if (i % 100 == 0) {
          assertThat(heap.held().blocks()).isBetween(0L, 1_000L);
        }
      }
      end.countDown();
      task.get();
    }
  }

  @Test
  void closeWhileOthersAllocateLosesNoBlock() throws Exception {
    for (int round = 0; round < 50; round++) {
      CountingOs os = new CountingOs();
      List<HeldReport> reports = new ArrayList<>();
      Heap heap = Heap.open(HeapConfig.named("closing").withHeldListener(reports::add), os);
      CountDownLatch started = new CountDownLatch(4);
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        List<Future<?>> running = new ArrayList<>();
        for (int task = 0; task < 4; task++) {
          running.add(threads.submit(() -> allocateUntilClosed(heap, started)));
        }
        started.await();
        heap.close();
        for (Future<?> task : running) {
          task.get();
        }
      }
      assertThat(os.reservations()).isZero();
      assertThat(heap.held().blocks()).isZero();
    }
  }

  private static void allocateUntilClosed(Heap heap, CountDownLatch started) {
    started.countDown();
    assertThatIllegalStateException()
        .isThrownBy(() -> {
          while (true) {
            try (Block block = heap.allocate(64)) {
              block.segment().fill((byte) 1);
            }
          }
        })
        .withMessageContaining("heap 'closing' is closed");
  }
}
