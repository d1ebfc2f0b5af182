package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BlockTest {
  private final Heap heap = Heap.open(HeapConfig.named("blocks"));

  @AfterEach
  void everyBlockIsFreedOnce() {
    assertThat(heap.held().blocks()).isZero();
    heap.verify();
    heap.close();
  }

  @Test
  void hasTheSizeAndAddressOfItsSegment() {
    try (Block block = heap.allocate(100, 64)) {
      assertThat(block.bytes()).isEqualTo(100);
      assertThat(block.segment().byteSize()).isEqualTo(100);
      assertThat(block.segment().address()).isEqualTo(block.address());
      assertThat(block.address() % 64).isZero();
    }
  }

  @Test
  void aBlockOfNoBytesIsABlock() {
    try (Block a = heap.allocate(0);
        Block b = heap.allocate(0)) {
      assertThat(a.address()).isNotEqualTo(b.address());
      assertThat(a.segment().byteSize()).isZero();
    }
  }

  @Test
  void accessBeyondTheBlockIsRefused() {
    try (Block block = heap.allocate(8)) {
      assertThatThrownBy(() -> block.segment().get(ValueLayout.JAVA_BYTE, 8))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void accessAfterCloseIsRefused() {
    Block block = heap.allocate(8);
    MemorySegment segment = block.segment();
    block.close();
    assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
    assertThat(segment.scope().isAlive()).isFalse();
  }

  @Test
  void closingTwiceIsRefusedAndFreesNothing() {
    Block first = heap.allocate(8);
    first.close();
    try (Block second = heap.allocate(8)) {
      assertThat(second.address()).isEqualTo(first.address());
      assertThatIllegalStateException()
          .isThrownBy(first::close)
          .withMessageContaining("block closed twice");
      assertThat(heap.held().blocks()).isEqualTo(1);
      second.segment().fill((byte) 1);
    }
  }

  @Test
  void anotherThreadCanNeitherUseNorResizeNorCloseIt() {
    try (Block block = heap.allocate(8)) {
      block.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
      CompletableFuture.runAsync(
              () -> {
                assertThatThrownBy(() -> block.segment().get(ValueLayout.JAVA_BYTE, 0))
                    .isInstanceOf(WrongThreadException.class);
                assertThatThrownBy(() -> block.resize(4)).isInstanceOf(WrongThreadException.class);
                assertThatThrownBy(block::close)
                    .isInstanceOf(WrongThreadException.class)
                    .hasMessageContaining("owned by the thread that took it");
              })
          .join();
      assertThat(block.bytes()).isEqualTo(8);
      assertThat(block.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 7);
    }
  }

  @Test
  void resizeKeepsTheContentsAndEndsEarlierSegments() {
    try (Block block = heap.allocate(4096)) {
      MemorySegment before = block.segment();
      before.set(ValueLayout.JAVA_LONG, 0, 42);
      long address = block.address();

      assertThat(block.resize(8192)).isTrue();

      assertThat(block.bytes()).isEqualTo(8192);
      assertThat(block.segment().byteSize()).isEqualTo(8192);
      assertThat(block.segment().address()).isEqualTo(address);
      assertThat(block.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
      assertThatIllegalStateException().isThrownBy(() -> before.get(ValueLayout.JAVA_LONG, 0));
      assertThat(heap.statistics().blocks().requestedBytes()).isEqualTo(8192);
    }
  }

  @Test
  void aRefusedResizeLeavesTheBlockAsItIs() {
    try (Block block = heap.allocate(2048);
        Block neighbour = heap.allocate(2048)) {
      block.segment().set(ValueLayout.JAVA_LONG, 0, 42);
      assertThat(neighbour.address()).isGreaterThan(block.address());

      assertThat(block.resize(1 << 20)).isFalse();
      assertThat(block.resize(Long.MAX_VALUE)).isFalse();

      assertThat(block.bytes()).isEqualTo(2048);
      assertThat(block.segment().byteSize()).isEqualTo(2048);
      assertThat(block.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
    }
  }

  @Test
  void aNegativeResizeIsRefusedAndSegmentsStay() {
    try (Block block = heap.allocate(64)) {
      MemorySegment segment = block.segment();
      assertThatIllegalArgumentException().isThrownBy(() -> block.resize(-1));
      segment.set(ValueLayout.JAVA_LONG, 0, 42);
    }
  }

  @Test
  void aClosedBlockCannotBeResized() {
    Block block = heap.allocate(64);
    block.close();
    assertThatIllegalStateException().isThrownBy(() -> block.resize(8));
  }
}
