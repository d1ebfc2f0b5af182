package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The contract of [Arena], kept by arenas of a heap.
final class HeapArenaTest {
  private final Heap heap = Heap.open(HeapConfig.named("arenas").withLimit(4 << 20));

  @AfterEach
  void everyBlockIsFreedOnce() {
    assertThat(heap.held().blocks()).isZero();
    heap.verify();
    heap.close();
  }

  @Test
  void segmentsAreZeroedThoughTheirMemoryWasUsed() {
    for (int round = 0; round < 3; round++) {
      try (Arena arena = heap.arena()) {
        for (long bytes : new long[] {1, 8, 100, 65_536, 1 << 20}) {
          MemorySegment segment = arena.allocate(bytes, 1);
          assertThat(segment.mismatch(MemorySegment.ofArray(new byte[(int) bytes]))).isEqualTo(-1);
          segment.fill((byte) 0xAB);
        }
      }
    }
  }

  @Test
  void segmentsAreAlignedAndDisjoint() {
    try (Arena arena = heap.arena()) {
      List<MemorySegment> segments = new ArrayList<>();
      for (long alignment = 1; alignment <= 1 << 16; alignment <<= 1) {
        MemorySegment segment = arena.allocate(alignment + 3, alignment);
        assertThat(segment.address() % alignment).isZero();
        assertThat(segment.byteSize()).isEqualTo(alignment + 3);
        segments.add(segment.fill((byte) segments.size()));
      }
      for (int i = 0; i < segments.size(); i++) {
        byte[] bytes = segments.get(i).toArray(ValueLayout.JAVA_BYTE);
        for (byte b : bytes) {
          assertThat(b).isEqualTo((byte) i);
        }
      }
    }
  }

  @Test
  void segmentsHaveTheScopeOfTheArena() {
    try (Arena arena = heap.arena()) {
      assertThat(arena.allocate(8).scope()).isEqualTo(arena.scope());
      assertThat(arena.scope().isAlive()).isTrue();
      assertThat(MemorySegment.ofArray(new byte[1]).scope()).isNotEqualTo(arena.scope());
    }
  }

  @Test
  void closeEndsEverySegmentAndFreesEveryBlock() {
    Arena arena = heap.arena();
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      segments.add(arena.allocate(i));
    }
    assertThat(heap.held().blocks()).isEqualTo(100);
    arena.close();
    assertThat(heap.held().blocks()).isZero();
    assertThat(arena.scope().isAlive()).isFalse();
    assertThat(segments).allMatch(segment -> !segment.scope().isAlive());
    assertThatIllegalStateException()
        .isThrownBy(() -> segments.get(8).get(ValueLayout.JAVA_BYTE, 0));
  }

  @Test
  void aClosedArenaRefuses() {
    Arena arena = heap.arena();
    arena.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> arena.allocate(8))
        .withMessageContaining("the arena of heap 'arenas' is closed");
    assertThatIllegalStateException().isThrownBy(arena::close);
  }

  @Test
  void anotherThreadIsRefused() {
    try (Arena arena = heap.arena()) {
      MemorySegment segment = arena.allocate(8);
      CompletableFuture.runAsync(
              () -> {
                assertThatThrownBy(() -> arena.allocate(8))
                    .isInstanceOf(WrongThreadException.class)
                    .hasMessageContaining("open one on each thread");
                assertThatThrownBy(arena::close).isInstanceOf(WrongThreadException.class);
                assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0))
                    .isInstanceOf(WrongThreadException.class);
                assertThat(segment.isAccessibleBy(Thread.currentThread())).isFalse();
              })
          .join();
      segment.fill((byte) 1);
      assertThat(heap.held().blocks()).isEqualTo(1);
    }
  }

  @Test
  void wrongArgumentsAreRefused() {
    try (Arena arena = heap.arena()) {
      assertThatIllegalArgumentException().isThrownBy(() -> arena.allocate(-1, 1));
      for (long alignment : new long[] {0, -1, 3, 12, 4 << 20}) {
        assertThatIllegalArgumentException().isThrownBy(() -> arena.allocate(8, alignment));
      }
      assertThat(heap.held().blocks()).isZero();
    }
  }

  @Test
  void anExhaustedHeapRefusesAndTheArenaStaysUsable() {
    try (Arena arena = heap.arena()) {
      MemorySegment first = arena.allocateFrom("alpha");
      assertThatThrownBy(() -> arena.allocate(8 << 20))
          .isInstanceOf(OffHeapOutOfMemoryException.class);
      assertThat(first.getString(0)).isEqualTo("alpha");
      assertThat(arena.allocate(8).byteSize()).isEqualTo(8);
    }
  }

  @Test
  void itsBlocksAreFreedThoughACleanupActionThrows() {
    Arena arena = heap.arena();
    arena.allocate(100);
    arena.allocate(1 << 20);
    MemorySegment.ofAddress(16)
        .reinterpret(
            8,
            arena,
            segment -> {
              throw new IllegalArgumentException("of the program");
            });
    assertThatThrownBy(arena::close).hasMessageContaining("of the program");
    assertThat(heap.held().blocks()).isZero();
    assertThatIllegalStateException().isThrownBy(arena::close);
  }

  @Test
  void worksWhereTheJdkTakesAnArena() {
    try (Arena arena = heap.arena()) {
      SegmentAllocator slices = SegmentAllocator.slicingAllocator(arena.allocate(1024));
      assertThat(slices.allocateFrom("beta").getString(0)).isEqualTo("beta");
      MemorySegment longs = arena.allocateFrom(ValueLayout.JAVA_LONG, 1, 2, 3);
      assertThat(longs.toArray(ValueLayout.JAVA_LONG)).containsExactly(1, 2, 3);
      MemorySegment ints = arena.allocate(ValueLayout.JAVA_INT, 1_000);
      assertThat(ints.getAtIndex(ValueLayout.JAVA_INT, 999)).isZero();
    }
  }
}
