package dev.freehold.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.alloc.Allocator;
import dev.freehold.os.Errno;
import dev.freehold.os.Intercepted;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class GuardedPagesTest {
  private static Os limited(long maps) {
    return Intercepted.of(
        Os.current(),
        (name, arguments) ->
            name.equals("mapLimit") ? Optional.of(OptionalLong.of(maps)) : Optional.empty());
  }

  @Test
  void noMoreLiveThanTheCap() {
    try (GuardedPages pages = new GuardedPages(limited(80), 1)) {
      Deque<Long> live = new ArrayDeque<>();
      for (int i = 0; i < 10; i++) {
        long address = pages.allocate(100, 16);
        assertThat(address).isNotEqualTo(Allocator.NULL);
        live.add(address);
      }
      assertThat(pages.allocate(100, 16)).isEqualTo(Allocator.NULL);
      assertThat(pages.refused()).isEqualTo(1);
      pages.free(live.removeFirst(), 100);
      assertThat(pages.allocate(100, 16)).isNotEqualTo(Allocator.NULL);
      assertThat(pages.live()).isEqualTo(10);
    }
  }

  @Test
  void aGuardThatCannotBeMadeIsCountedAndHarmsNoOther() {
    for (int failing = 1; failing <= 30; failing++) {
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
      try (GuardedPages pages = new GuardedPages(os, failing)) {
        int refused = 0;
        for (int i = 0; i < 10; i++) {
          long address = pages.allocate(64, 16);
          if (address == Allocator.NULL) {
            refused++;
          } else {
            Memory.fill(address, 64, (byte) i);
            assertThat(pages.changed(address, 64)).isZero();
            pages.free(address, 64);
          }
        }
        assertThat(pages.live()).isZero();
        assertThat(pages.refused()).isEqualTo(1);
        assertThat(refused).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void theSlackOnEitherSideIsLookedAt() {
    try (GuardedPages pages = new GuardedPages(Os.current(), 1)) {
      long pageBytes = Os.current().pageBytes();
      boolean left = false;
      boolean right = false;
      for (int i = 0; i < 40; i++) {
        long address = pages.allocate(100, 16);
        boolean isLeft = address % pageBytes == 0;
        left |= isLeft;
        right |= !isLeft;
        assertThat(pages.changed(address, 100)).isZero();
        Memory.setByte(address + 100, (byte) 0);
        assertThat(pages.changed(address, 100)).isEqualTo(address + 100);
        pages.free(address, 100);
        if (!isLeft) {
          long next = pages.allocate(100, 16);
          if (next % pageBytes != 0) {
            Memory.setByte(next - 3, (byte) 0);
            assertThat(pages.changed(next, 100)).isEqualTo(next - 3);
          }
          pages.free(next, 100);
        }
      }
      assertThat(left && right).isTrue();
    }
  }

  @Test
  void sizesBeyondTheAddressesAreRefused() {
    try (GuardedPages pages = new GuardedPages(Os.current(), 1)) {
      assertThat(pages.allocate(Long.MAX_VALUE, 16)).isEqualTo(Allocator.NULL);
      assertThat(pages.allocate(64L << 30, 16)).isEqualTo(Allocator.NULL);
      assertThat(pages.allocate(8, 1 << 20)).isEqualTo(Allocator.NULL);
      assertThat(pages.refused()).isEqualTo(3);
    }
  }
}
