package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freehold.os.Errno;
import dev.freehold.os.Intercepted;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Guards that cannot be made fail no allocation: canaries take their place.
@EnabledOnOs(OS.LINUX)
final class GuardFallbackTest {
  private static final int BLOCKS = 20;

  private static Heap open(Os os) {
    return Heap.open(HeapConfig.named("guarded").withChecks(Checks.GUARDED), os);
  }

  private static List<Block> take(Heap heap) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      Block block = heap.allocate(100);
      block.segment().fill((byte) i);
      blocks.add(block);
    }
    return blocks;
  }

  private static long[] guards(Heap heap) {
    return Objects.requireNonNull(heap.checker()).guards();
  }

  @Test
  void fewMapEntriesMakeFewGuards() {
    Os os =
        Intercepted.of(
            Os.current(),
            (name, arguments) ->
                name.equals("mapLimit") ? Optional.of(OptionalLong.of(40)) : Optional.empty());
    try (Heap heap = open(os)) {
      List<Block> blocks = take(heap);
      assertThat(guards(heap)).containsExactly(5, BLOCKS - 5);
      for (Block block : blocks) {
        Memory.setByte(block.address() + 101, (byte) 0);
        MisuseException found = catchThrowableOfType(MisuseException.class, block::close);
        assertThat(found.report().defect()).isEqualTo(Defect.OVERFLOW);
      }
      heap.verify();
    }
  }

  @Test
  void allHeapsShareTheMapEntriesOfTheProcess() {
    Os os =
        Intercepted.of(
            Os.current(),
            (name, arguments) ->
                name.equals("mapLimit") ? Optional.of(OptionalLong.of(240)) : Optional.empty());
    try (Heap first = open(os);
        Heap second = open(os)) {
      List<Block> blocks = take(first);
      blocks.addAll(take(second));
      assertThat(guards(first)).containsExactly(BLOCKS, 0);
      assertThat(guards(second)).containsExactly(30 - BLOCKS, 2 * BLOCKS - 30);
      blocks.forEach(Block::close);
    }
    try (Heap third = open(os)) {
      List<Block> blocks = take(third);
      assertThat(guards(third)).containsExactly(BLOCKS, 0);
      blocks.forEach(Block::close);
    }
  }

  @Test
  void aFailureOfAnyGuardCallFailsNoAllocation() {
    for (int failing = 1; failing <= 3 * BLOCKS; failing++) {
      int which = failing;
      int[] calls = new int[1];
      Os os =
          Intercepted.of(
              Os.current(),
              (name, arguments) -> {
                if (name.equals("guard") && ++calls[0] == which) {
                  throw new OsException("mmap of a guard page", Errno.ENOMEM);
                }
                return Optional.empty();
              });
      try (Heap heap = open(os)) {
        take(heap).forEach(Block::close);
        heap.verify();
        assertThat(guards(heap)).containsExactly(0, 1);
      }
    }
  }

  /// Each block still has a guard once the addresses have been gone through, and the record of a
  /// freed block goes before its addresses are used again.
  @Test
  void addressesAreUsedAgain() {
    HeapConfig config =
        HeapConfig.named("round")
            .withReserve(1 << 20)
            .withChecks(Checks.GUARDED)
            .withCheckConfig(CheckConfig.DEFAULT.withStacks(CheckConfig.Stacks.LEFT_OUT));
    try (Heap heap = Heap.open(config)) {
      Block longLived = heap.allocate(100);
      Set<Long> pages = new HashSet<>();
      int again = 0;
      for (int i = 0; i < 10_000; i++) {
        Block block = heap.allocate(100);
        again += pages.add(block.address() & -4096L) ? 0 : 1;
        block.close();
        MisuseException twice =
            catchThrowableOfType(
                MisuseException.class, () -> heap.addresses().free(block.address()));
        assertThat(twice.report().defect()).isEqualTo(Defect.DOUBLE_FREE);
      }
      assertThat(again).isGreaterThan(1_000);
      assertThat(guards(heap)).containsExactly(1, 0);
      heap.verify();
      longLived.close();
      heap.verify();
    }
  }

  @Test
  void withoutAddressesForGuardsThereAreCanaries() {
    int[] calls = new int[1];
    Os os =
        Intercepted.of(
            Os.current(),
            (name, arguments) -> {
              if (name.startsWith("reserve") && ++calls[0] > 1) {
                throw new OsException("mmap of 64 GiB", Errno.ENOMEM);
              }
              return Optional.empty();
            });
    try (Heap heap = open(os)) {
      take(heap).forEach(Block::close);
      heap.verify();
      assertThat(guards(heap)).containsExactly(0, 0);
    }
  }
}
