package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds of blocks whether they are recorded or not, and what looking at their bytes must not
/// do.
final class RecordedBlocksTest {
  /// Each block of [Checks#SAMPLED] is a sample.
  private static HeapConfig config(Checks level) {
    return HeapConfig.named("recorded")
        .withChecks(level)
        .withCheckConfig(
            CheckConfig.DEFAULT.withSampleBytes(1).withStacks(CheckConfig.Stacks.LEFT_OUT));
  }

  @ParameterizedTest
  @EnumSource
  void aFreedBlockIsNotLookedAtForAReader(Checks level) {
    Block block;
    try (Heap heap = Heap.open(config(level))) {
      block = heap.allocate(64);
      block.close();
      assertThatIllegalStateException().isThrownBy(block::read);
    }
    assertThatIllegalStateException().isThrownBy(block::read); // its memory is unmapped by now
    assertThatIllegalStateException().isThrownBy(() -> block.read(8, 8));
  }

  @ParameterizedTest
  @EnumSource
  void anotherThreadIsRefusedBeforeItsReadIs(Checks level) {
    try (Heap heap = Heap.open(config(level));
        Block block = heap.allocate(64)) {
      CompletableFuture<Throwable> elsewhere =
          CompletableFuture.supplyAsync(() -> catchThrowable(block::read));
      assertThat(elsewhere.join()).isInstanceOf(WrongThreadException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noSizeIsTooLargeToBeRefused(Checks level) {
    try (Heap heap = Heap.open(config(level));
        Block block = heap.allocate(64)) {
      assertThat(block.resize(Long.MAX_VALUE)).isFalse();
      assertThat(block.resize(Long.MAX_VALUE - block.address())).isFalse();
      assertThat(block.bytes()).isEqualTo(64);
      heap.verify();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBlockThatWasHandedOnIsResized(Checks level) {
    try (Heap heap = Heap.open(config(level))) {
      heap.allocate(20).close(); // the next one comes from a magazine
      try (Block received = heap.allocate(20).send().receive();
          Block reclaimed = heap.allocate(20).share().reclaim();
          Block counted = heap.allocate(20).count().reclaim()) {
        for (Block block : List.of(received, reclaimed, counted)) {
          assertThat(block.resize(level == Checks.GUARDED ? 20 : 18)).isTrue();
          assertThat(block.segment().byteSize()).isEqualTo(block.bytes());
        }
        assertThat(heap.held().blocks()).isEqualTo(3);
        heap.verify();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLimitHoldsOfAllThatIsCommitted(Checks level) {
    List<Block> blocks = new ArrayList<>();
    try (Heap heap = Heap.open(config(level).withLimit(1 << 20))) {
      assertThatThrownBy(
              () -> {
                while (blocks.size() < 100) {
                  blocks.add(heap.allocate(64 << 10));
                }
              })
          .isInstanceOf(OffHeapOutOfMemoryException.class)
          .hasMessageContaining("limit");
      long requested = blocks.size() * (64L << 10);
      assertThat(requested).isBetween(1L << 19, 1L << 20);
      assertThat(heap.statistics().blocks().committedBytes()).isBetween(requested, 1L << 20);
      assertThat(heap.statistics().blocks().blocks()).isEqualTo(blocks.size());
      assertThat(heap.statistics().blocks().requestedBytes())
          .isBetween(requested, requested + 1_000); // with the canaries of samples
      heap.verify();
      blocks.forEach(Block::close);
    }
  }

  /// Its size and the canary behind it change together.
  @Test
  void aResizeIsNoOverrun() throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < 20; round++) {
        Heap heap = Heap.open(config(Checks.FULL).withHeldListener(report -> {}));
        CountDownLatch began = new CountDownLatch(1);
        Future<?> resizing = threads.submit(() -> resizeUntilClosed(heap, began));
        began.await();
        for (int i = 0; i < 50; i++) {
          heap.verify();
        }
        heap.close();
        resizing.get();
      }
    }
  }

  private static void resizeUntilClosed(Heap heap, CountDownLatch began) {
    try (Block block = heap.allocate(100_000)) {
      began.countDown();
      while (heap.isOpen()) {
        block.resize(99_990);
        block.resize(100_000);
      }
    } catch (IllegalStateException e) {
      assertThat(e).isNotInstanceOf(MisuseException.class); // the heap was closed before a resize
    }
  }

  /// What is verified stays mapped.
  @Test
  void verifyingAndClosingAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < 40; round++) {
        Heap heap = Heap.open(config(Checks.FULL));
        for (int i = 0; i < 200; i++) {
          heap.allocate(4_096).close();
        }
        CountDownLatch began = new CountDownLatch(1);
        Future<?> verifying = threads.submit(() -> verifyUntilClosed(heap, began));
        began.await();
        heap.close();
        verifying.get();
        assertThat(Heap.mapped()).doesNotContain(heap);
      }
    }
  }

  private static void verifyUntilClosed(Heap heap, CountDownLatch began) {
    try {
      while (true) {
        began.countDown();
        heap.verify();
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("is closed");
    }
  }
}
