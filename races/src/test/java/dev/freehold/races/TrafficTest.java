package dev.freehold.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.HeldReport;
import dev.freehold.Parcel;
import dev.freehold.Shared;
import dev.freehold.Weak;
import dev.freehold.alloc.Statistics;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Platform and virtual threads take, lend, send, share and close blocks of one heap, while another
/// takes its account. Each block is filled with a mark of its own, and still has it at its end.
final class TrafficTest {
  private static final int PLATFORM = 8;
  private static final int VIRTUAL = 10_000;
  private static final int MOST_HELD = 16;
  private static final int MOST_BYTES = 3_000; // beyond the slabs of threads, too

  private final Queue<Parcel> parcels = new ConcurrentLinkedQueue<>();
  private final Queue<Shared> shares = new ConcurrentLinkedQueue<>();
  private final Queue<Weak<Shared>> weaks = new ConcurrentLinkedQueue<>();
  private final CountedOs os = new CountedOs();

  @Test
  void onOneHeap() throws Exception {
    race(30_000, 30);
  }

  @Test
  @Tag("slow")
  void onOneHeapForLong() throws Exception {
    race(400_000, 400);
  }

  private void race(int platformOperations, int virtualOperations) throws Exception {
    Heap heap = Heap.open(HeapConfig.named("traffic"), os.os());
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService platform = Executors.newFixedThreadPool(PLATFORM + 1);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> tasks = new ArrayList<>();
      for (int seed = 0; seed < PLATFORM; seed++) {
        Random random = new Random(seed);
        tasks.add(platform.submit(() -> work(heap, random, platformOperations)));
      }
      for (int seed = 0; seed < VIRTUAL; seed++) {
        Random random = new Random(PLATFORM + seed);
        tasks.add(virtual.submit(() -> work(heap, random, virtualOperations)));
      }
      Future<?> account = platform.submit(() -> account(heap, over));
      try {
        for (Future<?> task : tasks) {
          task.get();
        }
      } finally {
        over.set(true);
      }
      account.get();
    }
    parcels.forEach(Parcel::close);
    shares.forEach(Shared::close);
    assertThat(heap.held().blocks()).isZero();
    heap.verify();
    heap.close();
    assertThat(os.mapped()).isZero();
  }

  private static void account(Heap heap, AtomicBoolean over) {
    while (!over.get()) {
      Statistics blocks = heap.statistics().blocks();
      assertThat(blocks.requestedBytes()).isBetween(0L, blocks.allocatedBytes());
      assertThat(blocks.allocatedBytes()).isBetween(0L, blocks.committedBytes());
      HeldReport held = heap.held();
      assertThat(held.bytes()).isBetween(0L, held.blocks() * MOST_BYTES);
    }
  }

  private void work(Heap heap, Random random, int operations) {
    Deque<Block> mine = new ArrayDeque<>();
    for (int i = 0; i < operations; i++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> take(heap, random, mine);
        case 3, 4 -> closeOne(mine);
        case 5 -> lend(mine, random);
        case 6 -> send(mine);
        case 7 -> receive(random, mine);
        case 8 -> share(mine);
        default -> meet(random);
      }
    }
    while (!mine.isEmpty()) {
      closeOne(mine);
    }
  }

  private static void take(Heap heap, Random random, Deque<Block> mine) {
    if (mine.size() == MOST_HELD) {
      closeOne(mine);
    }
    Block block = heap.allocate(random.nextInt(1, MOST_BYTES));
    block.segment().fill(markOf(block.address()));
    mine.add(block);
  }

  private static void closeOne(Deque<Block> mine) {
    Block block = mine.poll();
    if (block != null) {
      expect(block.segment(), block.address());
      block.close();
    }
  }

  private static void lend(Deque<Block> mine, Random random) {
    Block block = mine.peek();
    if (block != null) {
      try (Borrow borrow = random.nextBoolean() ? block.read() : block.write()) {
        expect(borrow.segment(), block.address());
      }
    }
  }

  private void send(Deque<Block> mine) {
    Block block = mine.poll();
    if (block != null) {
      parcels.add(block.send());
    }
  }

  private void receive(Random random, Deque<Block> mine) {
    Parcel parcel = parcels.poll();
    if (parcel == null) {
      return;
    }
    if (random.nextInt(4) == 0) {
      parcel.close();
    } else {
      mine.add(parcel.receive());
      closeOne(mine);
    }
  }

  private void share(Deque<Block> mine) {
    Block block = mine.poll();
    if (block != null) {
      Shared shared = block.share();
      weaks.add(shared.weak());
      shares.add(shared.another());
      shares.add(shared);
    }
  }

  /// Reads and leaves, or looks whether the block is still there.
  private void meet(Random random) {
    if (random.nextInt(4) == 0) {
      Weak<Shared> weak = weaks.poll();
      Shared upgraded = weak == null ? null : weak.upgrade();
      if (upgraded != null) {
        read(upgraded);
        upgraded.close();
      }
    } else {
      Shared shared = shares.poll();
      if (shared != null) {
        read(shared);
        shared.close();
      }
    }
  }

  private static void read(Shared shared) {
    try (Borrow borrow = shared.read()) {
      expect(borrow.segment(), borrow.segment().address());
    }
  }

  private static byte markOf(long address) {
    return (byte) (address * 0x9E37_79B9_7F4A_7C15L >>> 56);
  }

  private static void expect(MemorySegment segment, long address) {
    byte mark = markOf(address);
    for (long at = 0; at < segment.byteSize(); at++) {
      if (segment.get(ValueLayout.JAVA_BYTE, at) != mark) {
        throw new AssertionError("byte %d of %s was overwritten".formatted(at, segment));
      }
    }
  }
}
