package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.Block;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.OffHeapOutOfMemoryException;
import dev.freehold.alloc.Allocator;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FailingHeapTest {
  @Test
  void everyBlockIsRefusedOnce() throws Exception {
    List<String> runs = new ArrayList<>();
    long blocks =
        FailingHeap.everyBlock(heap -> {
          StringBuilder run = new StringBuilder();
          try (Block first = heap.allocate(10)) {
            run.append(first.bytes());
            try (Arena arena = heap.arena()) {
              long second = arena.allocate(20).byteSize();
              run.append(' ').append(second);
            }
          } finally {
            runs.add(run.toString());
          }
        });
    assertThat(blocks).isEqualTo(2);
    assertThat(runs).containsExactly("", "10", "10 20");
  }

  @Test
  void aRefusalByAddressIsNull() throws Exception {
    List<Boolean> refused = new ArrayList<>();
    FailingHeap.everyBlock(heap -> {
      Allocator addresses = heap.addresses();
      long address = addresses.allocate(10, 1);
      refused.add(address == Allocator.NULL);
      if (address != Allocator.NULL) {
        addresses.free(address);
      }
    });
    assertThat(refused).containsExactly(true, false);
  }

  @Test
  void whatIsHeldOnTheWayOutIsFound() {
    assertThatThrownBy(() ->
            FailingHeap.everyBlock(heap -> {
              Block first = heap.allocate(10);
              Block second = heap.allocate(20); // refused: nobody closes the first
              second.close();
              first.close();
            }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 block, 10 bytes left behind by a test")
        .hasMessageContaining("a run in which block 2 was refused")
        .hasMessageMatching("(?s).*taken at \\S+FailingHeapTest\\S*\\(FailingHeapTest\\.java.*");
  }

  @Test
  void whatTheProgramThrowsSaysWhichBlockWasRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            FailingHeap.everyBlock(heap -> {
              try {
                heap.allocate(10).close();
              } catch (OffHeapOutOfMemoryException e) {
                throw new IllegalArgumentException("no place for the order", e);
              }
            }))
        .withMessage("no place for the order")
        .satisfies(thrown ->
            assertThat(thrown.getSuppressed()[0]).hasMessage("a run in which block 1 was refused"));
  }

  @Test
  void aRealRefusalIsThrown() {
    HeapConfig small = HeapConfig.named("small").withReserve(1 << 20);
    assertThatThrownBy(() -> FailingHeap.everyBlock(small, heap -> fill(heap)))
        .isInstanceOf(OffHeapOutOfMemoryException.class)
        .hasMessageContaining("ask for less");
  }

  private static void fill(Heap heap) {
    heap.allocate(2 << 20).close();
  }

  @Test
  void everyCallIsRefusedOnce() {
    try (Heap heap = Heap.open(HeapConfig.named("calls"))) {
      List<String> runs = new ArrayList<>();
      long calls =
          FailingAllocator.everyCall(
              heap.addresses(),
              allocator -> {
                long address = allocator.allocate(100, 1);
                if (address == Allocator.NULL) {
                  runs.add("no block");
                  return;
                }
                runs.add(allocator.resize(address, 50) ? "resized" : "kept");
                allocator.free(address);
              });
      assertThat(calls).isEqualTo(2);
      assertThat(runs).containsExactly("no block", "kept", "resized");
    }
  }
}
