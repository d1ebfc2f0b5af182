package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.FirstFit;
import dev.freehold.alloc.InvalidFreeException;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An address that no live block starts at is refused in the words of every other misuse, also
/// where no block is recorded.
final class StrayAddressTest {
  private static final List<String> LINES = List.of("block", "used", "rule", "next");

  private static Heap open(String name, Checks level) {
    return Heap.open(HeapConfig.named(name).withChecks(level));
  }

  private static Report refused(ThrowingCallable misuse) {
    Throwable thrown = catchThrowable(misuse);
    assertThat(thrown).isInstanceOf(InvalidFreeException.class);
    Report report = Objects.requireNonNull(Diagnosis.of(thrown));
    assertThat(thrown).hasMessage(report.message());
    assertThat(report.message()).startsWith("Freehold: address given that no block starts at: ");
    assertThat(report.message().lines().skip(1).map(line -> line.substring(2).split(" ", 2)[0]))
        .containsAll(LINES);
    assertThat(report.used()).asString().contains("StrayAddressTest");
    return report;
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST", "SCOPED", "SAMPLED"})
  void isNamedBelowFull(Checks level) {
    try (Heap heap = open("orders", level);
        Heap other = open("invoices", level)) {
      Allocator addresses = heap.addresses();
      for (long bytes : new long[] {64, 100_000}) {
        long address = addresses.allocate(bytes, 16);
        Report inside = refused(() -> addresses.free(address + 16));
        assertThat(inside.defect()).isEqualTo(Defect.INVALID_FREE);
        assertThat(inside.what()).contains("inside");
        assertThat(inside.block())
            .isEqualTo("0x%x, given to heap 'orders'".formatted(address + 16));
        Report strange = refused(() -> other.addresses().free(address));
        assertThat(strange.defect()).isEqualTo(Defect.MISMATCHED_HEAP);
        assertThat(strange.what()).endsWith("it is of heap 'orders'");
        assertThat(strange.block()).endsWith("given to heap 'invoices'");
        addresses.free(address);
        assertThat(refused(() -> addresses.free(address)).what()).contains("freed already");
        assertThat(refused(() -> addresses.sizeOf(address)).defect())
            .isEqualTo(Defect.INVALID_FREE);
        assertThat(refused(() -> addresses.resize(address, 1)).defect())
            .isEqualTo(Defect.INVALID_FREE);
      }
      assertThat(refused(() -> addresses.free(Allocator.NULL)).defect())
          .isEqualTo(Defect.NULL_ACCESS);
      assertThat(refused(() -> addresses.free(12_345)).what()).endsWith("it is of no heap");
    }
  }

  @Test
  void isNamedByAnAllocatorWithoutAHeap() {
    try (Region region = Region.reserve(RegionConfig.ofReserve(1 << 20))) {
      Allocator allocator = new FirstFit(region);
      long address = allocator.allocate(64, 16);
      Throwable thrown = catchThrowable(() -> allocator.free(address + 16));
      assertThat(thrown)
          .hasMessageContaining("block   0x%x, given to a first-fit allocator", address + 16)
          .hasMessageContaining("-> docs/checks/invalid-free.md")
          .hasMessageContaining("next    ");
      Report report = Objects.requireNonNull(Diagnosis.of(thrown));
      assertThat(report.defect()).isEqualTo(Defect.INVALID_FREE);
      assertThat(thrown).message().startsWith("Freehold: " + report.what());
    }
  }
}
