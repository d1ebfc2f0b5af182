package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeapExhaustionTest {
  private static final long LIMIT = 1 << 20;

  private static OffHeapOutOfMemoryException refusal(Heap heap, long bytes) {
    OffHeapOutOfMemoryException error =
        catchThrowableOfType(OffHeapOutOfMemoryException.class, () -> heap.allocate(bytes).close());
    assertThat(error).isNotNull();
    return error;
  }

  @Test
  void theLimitRefusesWithTheAccountAndTheHeapStaysValid() {
    try (Heap heap = Heap.open(HeapConfig.named("small").withLimit(LIMIT))) {
      Deque<Block> blocks = new ArrayDeque<>();
      OffHeapOutOfMemoryException error = null;
      while (error == null) {
        try {
          blocks.add(heap.allocate(blocks.size() % 2 == 0 ? 1000 : 5000));
        } catch (OffHeapOutOfMemoryException e) {
          error = e;
        }
      }
      heap.verify();
      assertThat(error.statistics()).isEqualTo(heap.statistics().blocks());
      assertThat(error.statistics().committedBytes()).isBetween(LIMIT - (64 << 10), LIMIT);
      assertThat(error.held()).isEqualTo(heap.held());
      assertThat(error.held().blocks()).isEqualTo(blocks.size());
      assertThat(error)
          .hasMessageStartingWith("Freehold: no room in heap 'small' for a block of")
          .hasMessageContaining("asked   %d bytes, aligned to 16", error.bytes())
          .hasMessageContaining("committed, limit %d", LIMIT)
          .hasMessageContaining("held    %s", heap.held().holders())
          .hasMessageContaining("refused ")
          .hasMessageContaining("next    ");

      blocks.removeLast().close();
      heap.allocate(1000).close();
      blocks.forEach(Block::close);
      heap.verify();
      assertThat(heap.statistics().blocks().requestedBytes()).isZero();
    }
  }

  @Test
  void theNextStepFitsTheCause() {
    HeapConfig config = HeapConfig.named("small").withReserve(8 << 20).withLimit(LIMIT);
    try (Heap heap = Heap.open(config)) {
      assertThat(refusal(heap, 9 << 20)).hasMessageContaining("HeapConfig.withReserve");
      assertThat(refusal(heap, Long.MAX_VALUE)).hasMessageContaining("HeapConfig.withReserve");
      assertThat(refusal(heap, 2 << 20)).hasMessageContaining("HeapConfig.withLimit of more");
      heap.verify();
    }
  }

  @Test
  void holesThatWouldDoTogetherAreNamed() {
    try (Heap heap = Heap.open(HeapConfig.named("small").withReserve(LIMIT))) {
      List<Block> blocks = new ArrayList<>();
      while (blocks.size() < 16) {
        blocks.add(heap.allocate(LIMIT / 16));
      }
      for (int i = 0; i < 16; i += 2) {
        blocks.get(i).close();
      }
      assertThat(refusal(heap, LIMIT / 4))
          .hasMessageContaining("holes   524288 bytes in all, the largest 65536")
          .hasMessageContaining("external fragmentation 0.88")
          .hasMessageContaining("the holes would do");
      for (int i = 1; i < 16; i += 2) {
        blocks.get(i).close();
      }
      heap.verify();
    }
  }

  @Test
  void committedMemoryWithoutBlocksIsGivenBackBeforeARefusal() {
    try (Heap heap = Heap.open(HeapConfig.named("small").withLimit(LIMIT))) {
      Block front = heap.allocate(LIMIT / 2);
      Block wall = heap.allocate(64);
      front.close();
      try (Block large = heap.allocate(LIMIT * 3 / 4)) {
        large.segment().fill((byte) 1);
        assertThat(heap.statistics().blocks().committedBytes()).isLessThanOrEqualTo(LIMIT);
        heap.verify();
      }
      wall.close();
    }
  }

  @Test
  void aRefusalOfTheOperatingSystemIsNamedAndPasses() {
    CountingOs os = new CountingOs();
    try (Heap heap = Heap.open(HeapConfig.named("small").withLimit(LIMIT), os)) {
      os.failCommit();
      assertThat(refusal(heap, 64)).hasMessageContaining("refused mprotect of");
      heap.verify();
      os.recover();
      heap.allocate(64).close();
      heap.verify();
      assertThat(refusal(heap, 2 * LIMIT)).hasMessageContaining("reserved bytes are committed");
    }
  }

  @Test
  void anOperatingSystemThatRefusesTheNthCommitLosesNothing() {
    for (int n = 0; n < 8; n++) {
      CountingOs os = new CountingOs();
      List<Block> blocks = new ArrayList<>();
      Heap heap = Heap.open(HeapConfig.named("small"), os);
      for (int i = 0; i < n; i++) {
        blocks.add(heap.allocate(64 << 10));
      }
      os.failCommit();
      refusal(heap, 64 << 10);
      heap.verify();
      blocks.forEach(block -> block.segment().fill((byte) 1));
      blocks.forEach(Block::close);
      heap.close();
      assertThat(os.reservations()).isZero();
    }
  }
}
