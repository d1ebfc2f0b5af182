package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.alloc.BestFit;
import dev.freehold.os.OsException;
import dev.freehold.os.Portable;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeapTest {
  private final List<HeldReport> reports = new ArrayList<>();
  private final HeapConfig config = HeapConfig.named("test").withHeldListener(reports::add);

  @Test
  void figuresFollowTheBlocks() {
    try (Heap heap = Heap.open(config.withLimit(1 << 20))) {
      try (Block a = heap.allocate(1100);
          Block b = heap.allocate(2000)) {
        assertThat(heap.statistics().blocks().blocks()).isEqualTo(2);
        assertThat(heap.statistics().blocks().requestedBytes()).isEqualTo(a.bytes() + b.bytes());
        assertThat(heap.held().holders()).isEqualTo("3100 bytes in blocks of 1 x 2000, 1 x 1100");
      }
      assertThat(heap.statistics().heap()).isEqualTo("test");
      assertThat(heap.statistics().limitBytes()).isEqualTo(1 << 20);
      assertThat(heap.statistics().reservedBytes()).isEqualTo(HeapConfig.DEFAULT_RESERVE);
      assertThat(heap.statistics().blocks().requestedBytes()).isZero();
      assertThat(heap.statistics().blocks().peakRequestedBytes()).isEqualTo(3100);
      heap.verify();
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void smallBlocksCountWithTheirSlots() {
    try (Heap heap = Heap.open(config);
        Block a = heap.allocate(64);
        Block b = heap.allocate(200)) {
      heap.allocate(200).close(); // from here on there is a magazine
      try (Block c = heap.allocate(201)) {
        assertThat(heap.statistics().blocks().requestedBytes())
            .isEqualTo(a.bytes() + b.bytes() + 208)
            .isGreaterThanOrEqualTo(a.bytes() + b.bytes() + c.bytes());
      }
      heap.verify();
    }
  }

  @Test
  void blocksHeldAtCloseAreReportedAndStayUsable() {
    Heap heap = Heap.open(config);
    Block small = heap.allocate(64);
    Block large = heap.allocate(4096);
    Arena arena = heap.arena();
    var names = arena.allocateFrom("alpha");
    small.segment().set(ValueLayout.JAVA_LONG, 0, 42);

    heap.close();

    assertThat(reports)
        .containsExactly(
            new HeldReport(
                "test",
                3,
                4166,
                List.of(
                    new HeldReport.Size(4096, 1),
                    new HeldReport.Size(64, 1),
                    new HeldReport.Size(6, 1)),
                List.of()));
    assertThat(reports.getFirst().message())
        .contains("heap    'test'")
        .contains("held    4166 bytes in blocks of 1 x 4096, 1 x 64, 1 x 6");
    large.segment().fill((byte) 7);
    assertThat(small.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
    assertThat(names.getString(0)).isEqualTo("alpha");
    large.close();
    small.close();
    assertThat(heap.held().blocks()).isEqualTo(1);
    arena.close();
    assertThat(heap.held()).isEqualTo(new HeldReport("test", 0, 0, List.of(), List.of()));
  }

  @Test
  void aReportNamesTheSizesThatHoldTheMost() {
    try (Heap heap = Heap.open(config);
        Arena arena = heap.arena()) {
      for (int size = 1; size <= 7; size++) {
        for (int i = 0; i < size; i++) {
          arena.allocate(size * 10L);
        }
      }
      assertThat(heap.held().holders())
          .isEqualTo(
              "1400 bytes in blocks of 7 x 70, 6 x 60, 5 x 50, 4 x 40, 3 x 30, and 3 others");
    }
  }

  @Test
  void theMemoryIsUnmappedWithTheLastHeldBlockAndNotBefore() {
    CountingOs os = new CountingOs();
    Heap heap = Heap.open(config, os);
    Block block = heap.allocate(64);
    Arena arena = heap.arena();
    arena.allocate(64, 1);
    heap.close();
    assertThat(os.reservations()).isEqualTo(1);
    block.close();
    assertThat(os.reservations()).isEqualTo(1);
    arena.close();
    assertThat(os.reservations()).isZero();
  }

  @Test
  void anEmptyHeapIsUnmappedByClose() {
    CountingOs os = new CountingOs();
    Heap heap = Heap.open(config, os);
    heap.allocate(64).close();
    heap.close();
    heap.close();
    assertThat(os.reservations()).isZero();
  }

  @Test
  void whatTheListenerThrowsComesOutOfCloseAndNothingIsLost() {
    CountingOs os = new CountingOs();
    Heap heap =
        Heap.open(
            config.withHeldListener(report -> {
              throw new AssertionError(report.holders());
            }),
            os);
    Block block = heap.allocate(8);
    assertThatThrownBy(heap::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 x 8");
    heap.close();
    block.close();
    assertThat(os.reservations()).isZero();
  }

  @Test
  void aClosedHeapRefusesEverything() {
    Heap heap = Heap.open(config);
    Arena arena = heap.arena();
    Block block = heap.allocate(8);
    heap.close();
    String message = "heap 'test' is closed";
    assertThatIllegalStateException()
        .isThrownBy(() -> heap.allocate(8))
        .withMessageContaining(message);
    assertThatIllegalStateException().isThrownBy(heap::arena).withMessageContaining(message);
    assertThatIllegalStateException().isThrownBy(heap::statistics).withMessageContaining(message);
    assertThatIllegalStateException().isThrownBy(heap::verify).withMessageContaining(message);
    assertThatIllegalStateException()
        .isThrownBy(() -> arena.allocate(8))
        .withMessageContaining(message);
    assertThatIllegalStateException()
        .isThrownBy(() -> block.resize(4))
        .withMessageContaining(message);
    block.segment().fill((byte) 1);
    block.close();
    arena.close();
  }

  @Test
  void wrongSizesAndAlignmentsAreRefusedByName() {
    try (Heap heap = Heap.open(config)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> heap.allocate(-1))
          .withMessageContaining("bytes is -1: must not be negative");
      for (long alignment : new long[] {0, -8, 3, 48, 4 << 20, Long.MIN_VALUE}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> heap.allocate(8, alignment))
            .withMessageContaining("alignment is %d: must be a power of two", alignment);
      }
      assertThat(heap.statistics().blocks().blocks()).isZero();
      heap.verify();
    }
  }

  @Test
  void everyAlignmentUpToTwoMebibytesIsServed() {
    try (Heap heap = Heap.open(config)) {
      for (long alignment = 1; alignment <= 2 << 20; alignment <<= 1) {
        try (Block block = heap.allocate(24, alignment)) {
          assertThat(block.address() % alignment).isZero();
          block.segment().fill((byte) 1);
        }
      }
      heap.verify();
    }
  }

  @Test
  void aBlankNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeapConfig.named(" "))
        .withMessageContaining("name is blank");
  }

  @Test
  void aFailingAllocatorFactoryLeavesNoReservation() {
    CountingOs os = new CountingOs();
    Region other = Region.reserve(RegionConfig.ofReserve(1 << 20));
    assertThatThrownBy(() ->
            Heap.open(
                config.withAllocator(region -> {
                  throw new IllegalStateException("no");
                }),
                os))
        .hasMessage("no");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Heap.open(config.withAllocator(region -> new BestFit(other)), os))
        .withMessageContaining("serves another region");
    assertThat(os.reservations()).isZero();
    other.close();
  }

  @Test
  void aRefusedReservationNamesTheCall() {
    CountingOs os = new CountingOs();
    os.failReserve();
    assertThatThrownBy(() -> Heap.open(config, os))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("ENOMEM");
  }

  @Test
  void thePortableFloorServesHeaps() {
    try (Heap heap = Heap.open(config.withReserve(8 << 20), new Portable());
        Block block = heap.allocate(1000)) {
      block.segment().fill((byte) 3);
      assertThat(block.segment().get(ValueLayout.JAVA_BYTE, 999)).isEqualTo((byte) 3);
    }
  }
}
