package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freehold.alloc.Allocator;
import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CheckLevelsTest {
  private static Heap open(Checks level) {
    return Heap.open(
        HeapConfig.named("checked")
            .withChecks(level)
            .withCheckConfig(CheckConfig.DEFAULT.withSampleBytes(2_000).withQuarantine(64 << 10))
            .withHeldListener(report -> {}));
  }

  private static MisuseException misuse(Runnable action) {
    MisuseException found = catchThrowableOfType(MisuseException.class, action::run);
    assertThat(found).isNotNull();
    return found;
  }

  @ParameterizedTest
  @EnumSource
  void soundProgramsGoThroughUnreported(Checks level) {
    CountingOs os = new CountingOs();
    Heap heap =
        Heap.open(
            HeapConfig.named("sound")
                .withChecks(level)
                .withCheckConfig(
                    CheckConfig.DEFAULT.withSampleBytes(5_000).withQuarantine(64 << 10)),
            os);
    Random random = new Random(7);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      if (blocks.size() < 100 && random.nextBoolean() || blocks.isEmpty()) {
        Block block = heap.allocate(random.nextInt(3_000), 1L << random.nextInt(8));
        block.segment().fill((byte) i);
        blocks.add(block);
      } else {
        Block block = blocks.remove(random.nextInt(blocks.size()));
        if (random.nextInt(4) == 0 && block.resize(block.bytes() / 2)) {
          block.segment().fill((byte) 1);
        }
        block.close();
      }
    }
    try (Arena arena = heap.arena()) {
      assertThat(arena.allocate(100).get(ValueLayout.JAVA_BYTE, 8)).isZero();
      heap.verify();
    }
    assertThat(heap.held().blocks()).isEqualTo(blocks.size());
    blocks.forEach(Block::close);
    heap.verify();
    assertThat(heap.held().blocks()).isZero();
    heap.close();
    assertThat(os.reservations()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "GUARDED"})
  void everyAlignmentIsServed(Checks level) {
    try (Heap heap = open(level)) {
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
  void aWriteBehindTheEndIsFoundAtClose() {
    try (Heap heap = open(Checks.FULL)) {
      Block block = heap.allocate(100);
      Memory.setByte(block.address() + 101, (byte) 0);
      MisuseException found = misuse(block::close);
      assertThat(found.report().defect()).isEqualTo(Defect.OVERFLOW);
      assertThat(found)
          .hasMessageContaining("byte 1 after its end was written")
          .hasMessageContaining("taken   at dev.freehold.CheckLevelsTest")
          .hasMessageContaining("docs/checks/overflow.md");
      assertThat(heap.held().blocks()).isZero();
    }
  }

  @Test
  void aWriteBeforeTheStartIsFoundAtClose() {
    try (Heap heap = open(Checks.FULL)) {
      Block block = heap.allocate(100);
      Memory.setByte(block.address() - 1, (byte) 0);
      assertThat(misuse(block::close).report().defect()).isEqualTo(Defect.UNDERFLOW);
    }
  }

  @Test
  void aWriteAfterTheFreeIsFoundOnDemandOnReuseAndAtTheEnd() {
    Heap heap = open(Checks.FULL);
    Block block = heap.allocate(100);
    long address = block.address();
    block.close();
    Memory.setByte(address + 7, (byte) 1);
    MisuseException found = misuse(heap::verify);
    assertThat(found.report().defect()).isEqualTo(Defect.WRITE_AFTER_FREE);
    assertThat(found).hasMessageContaining("at offset 7").hasMessageContaining("freed   at dev.");
    heap.verify(); // each block is reported once

    Block second = heap.allocate(50);
    second.close();
    Memory.setByte(second.address(), (byte) 1);
    MisuseException onReuse =
        misuse(() -> {
          for (int i = 0; i < 10_000; i++) {
            heap.allocate(50).close();
          }
        });
    assertThat(onReuse.report().defect()).isEqualTo(Defect.WRITE_AFTER_FREE);

    Block third = heap.allocate(60);
    third.close();
    Memory.setByte(third.address(), (byte) 1);
    assertThat(misuse(heap::close).report().defect()).isEqualTo(Defect.WRITE_AFTER_FREE);
  }

  @Test
  void wrongFreesByAddressAreNamed() {
    try (Heap heap = open(Checks.FULL);
        Heap other = Heap.open(HeapConfig.named("other").withChecks(Checks.FULL))) {
      Allocator addresses = heap.addresses();
      long address = addresses.allocate(64, 16);
      assertThat(misuse(() -> addresses.free(address + 8)).report().defect())
          .isEqualTo(Defect.INVALID_FREE);
      assertThat(misuse(() -> addresses.free(0)).report().defect()).isEqualTo(Defect.NULL_ACCESS);
      assertThat(misuse(() -> other.addresses().free(address)).report().defect())
          .isEqualTo(Defect.MISMATCHED_HEAP);
      addresses.free(address);
      MisuseException twice = misuse(() -> addresses.free(address));
      assertThat(twice.report().defect()).isEqualTo(Defect.DOUBLE_FREE);
      assertThat(twice).hasMessageContaining("used    at").hasMessageContaining("freed   at");
      assertThat(misuse(() -> addresses.free(12_345)).report().defect())
          .isEqualTo(Defect.INVALID_FREE);
    }
  }

  @Test
  void bytesThatNobodyWroteAreNotLentForReading() {
    try (Heap heap = open(Checks.FULL);
        Block block = heap.allocate(64)) {
      block.segment().set(ValueLayout.JAVA_LONG, 0, 42);
      block.read().close();
      assertThat(misuse(() -> block.read(32, 16)).report().defect())
          .isEqualTo(Defect.UNINITIALIZED_READ);
    }
  }

  @Test
  void guardPagesThrowAtTheAccessItself() {
    try (Heap heap = open(Checks.GUARDED)) {
      for (int i = 0; i < 20; i++) {
        Block block = heap.allocate(4096);
        long address = block.address();
        assertThatThrownBy(() -> Memory.setByte(address + 4096, (byte) 1))
            .isInstanceOf(InternalError.class);
        assertThatThrownBy(() -> Memory.setByte(address - 1, (byte) 1))
            .isInstanceOf(InternalError.class);
        block.close();
        assertThatThrownBy(() -> Memory.setByte(address, (byte) 1))
            .isInstanceOf(InternalError.class);
      }
    }
  }

  @Test
  void withoutStacksReportsSayHowToGetThem() {
    try (Heap heap =
        Heap.open(
            HeapConfig.named("checked")
                .withChecks(Checks.FULL)
                .withCheckConfig(CheckConfig.DEFAULT.withStacks(CheckConfig.Stacks.LEFT_OUT)))) {
      Block block = heap.allocate(10);
      Memory.setByte(block.address() + 11, (byte) 0);
      assertThat(misuse(block::close))
          .hasMessageContaining("Stacks.RECORDED")
          .hasMessageNotContaining("taken ");
    }
  }

  @Test
  void anArenaReportsAllOfItsBrokenBlocksAndFreesEveryBlock() {
    try (Heap heap = open(Checks.FULL)) {
      MisuseException found =
          misuse(() -> {
            try (Arena arena = heap.arena()) {
              for (int i = 0; i < 10; i++) {
                long address = arena.allocate(64).address();
                if (i % 5 == 0) {
                  Memory.setByte(address + 65, (byte) 0);
                }
              }
            }
          });
      assertThat(found.getSuppressed()).hasSize(1);
      assertThat(heap.held().blocks()).isZero();
    }
  }

  @Test
  void secretsOfHeapsDiffer() {
    Set<Long> canaries = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      try (Heap heap = open(Checks.FULL);
          Block block = heap.allocate(64)) {
        long canary = Memory.getLong(block.address() + 64);
        assertThat(canary & 0xFF).isZero();
        assertThat(canaries.add(canary)).isTrue();
      }
    }
  }

  /// Places held ready by the random placement are no reason to refuse.
  @Test
  void aSmallLimitIsUsedUpToTheEnd() {
    long limit = 256 << 10;
    Heap heap =
        Heap.open(
            HeapConfig.named("tight")
                .withReserve(limit)
                .withLimit(limit)
                .withChecks(Checks.FULL)
                .withHeldListener(report -> {}));
    int blocks = 0;
    try {
      while (true) {
        heap.allocate(992); // 1,024 with canaries
        blocks++;
      }
    } catch (OffHeapOutOfMemoryException e) {
      assertThat(blocks * 1_024L).isGreaterThan(limit * 7 / 8);
    }
    heap.close();
  }

  @Test
  void anUnknownLevelIsRefusedByName() {
    assertThatThrownBy(() -> Checks.parse("paranoid"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be one of fast, scoped, sampled, full, guarded");
  }
}
