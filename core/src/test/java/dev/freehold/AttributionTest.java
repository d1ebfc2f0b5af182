package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.track.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AttributionTest {
  /// Puts everything down to one string, and refuses blocks of 13 bytes.
  private static class OfThisTest implements Attribution {
    final List<String> opened = new ArrayList<>();
    final Thread thread = Thread.currentThread();

    private boolean isOurs() {
      return Thread.currentThread() == thread;
    }

    @Override
    public HeapConfig opening(HeapConfig config) {
      return isOurs() ? config.withChecks(Checks.FULL) : config;
    }

    @Override
    public void opened(Heap heap, Site where) {
      if (isOurs()) {
        opened.add(heap.name() + " at " + where.place().getMethodName());
      }
    }

    @Override
    public @Nullable Object taker() {
      return isOurs() ? "this test" : null;
    }

    @Override
    public @Nullable String refusal(Heap heap, long bytes) {
      return isOurs() && bytes == 13 ? "made to refuse" : null;
    }
  }

  @Test
  void aHeapAndItsBlocksArePutDown() {
    OfThisTest attribution = new OfThisTest();
    Registration installed = Attribution.install(attribution);
    try (Heap heap = Heap.open(HeapConfig.named("put-down"));
        Block block = heap.allocate(24)) {
      assertThat(attribution.opened).containsExactly("put-down at aHeapAndItsBlocksArePutDown");
      assertThat(heap.checks()).isEqualTo(Checks.FULL);
      assertThat(Heap.mapped()).contains(heap);
      HeldBlock held = heap.heldBlocks().getFirst();
      assertThat(held.address()).isEqualTo(block.address());
      assertThat(held.bytes()).isEqualTo(24);
      assertThat(held.taker()).isEqualTo("this test");
      assertThat(held.taken()).isNotNull();
      assertThatThrownBy(() -> heap.allocate(13))
          .isInstanceOf(OffHeapOutOfMemoryException.class)
          .hasMessageContaining("refused made to refuse");
    } finally {
      installed.close();
    }
  }

  @Test
  void oneIsInForceUntilItsRegistrationIsClosed() {
    Registration first = Attribution.install(new OfThisTest());
    assertThatIllegalStateException()
        .isThrownBy(() -> Attribution.install(new OfThisTest()))
        .withMessageContaining("another attribution is in force");
    first.close();
    OfThisTest second = new OfThisTest();
    Registration installed = Attribution.install(second);
    first.close(); // has no effect on the other
    try (Heap heap = Heap.open(HeapConfig.named("second"))) {
      assertThat(second.opened).hasSize(1);
      assertThat(heap.isOpen()).isTrue();
    } finally {
      installed.close();
    }
    try (Heap heap = Heap.open(HeapConfig.named("nobody's").withChecks(Checks.FULL));
        Block granted = heap.allocate(13)) {
      assertThat(granted.bytes()).isEqualTo(13);
      assertThat(heap.heldBlocks().getFirst().taker()).isNull();
    }
  }

  @Test
  void aHeapIsNotOpenedWhereTheAttributionThrows() {
    CountingOs os = new CountingOs();
    Registration installed =
        Attribution.install(
            new OfThisTest() {
              @Override
              public void opened(Heap heap, Site where) {
                throw new IllegalStateException("not now");
              }
            });
    try {
      assertThatIllegalStateException()
          .isThrownBy(() -> Heap.open(HeapConfig.named("thrown"), os))
          .withMessage("not now");
    } finally {
      installed.close();
    }
    assertThat(os.reservations()).isZero();
    assertThat(Heap.mapped()).extracting(Heap::name).doesNotContain("thrown");
  }

  @ParameterizedTest
  @EnumSource
  void heldBlocksAreThoseThatAreHeld(Checks level) {
    Heap heap =
        Heap.open(
            HeapConfig.named("held")
                .withChecks(level)
                .withCheckConfig(CheckConfig.DEFAULT.withSampleBytes(500))
                .withHeldListener(report -> {}));
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      blocks.add(heap.allocate(16L * (1 + i % 90)));
    }
    for (int i = 0; i < 100; i++) {
      blocks.remove(i).close();
    }
    Map<Long, Long> held =
        heap.heldBlocks().stream().collect(Collectors.toMap(HeldBlock::address, HeldBlock::bytes));
    assertThat(held.keySet())
        .containsExactlyInAnyOrderElementsOf(blocks.stream().map(Block::address).toList());
    if (level == Checks.FULL) {
      blocks.forEach(block -> assertThat(held).containsEntry(block.address(), block.bytes()));
    }
    heap.close();
    assertThat(heap.isOpen()).isFalse();
    assertThat(heap.heldBlocks()).hasSameSizeAs(blocks);
    blocks.forEach(Block::close);
    assertThat(Heap.mapped()).doesNotContain(heap);
  }
}
