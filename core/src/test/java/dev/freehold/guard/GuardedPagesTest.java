package dev.freehold.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.alloc.Allocator;
import dev.freehold.os.Errno;
import dev.freehold.os.Intercepted;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.Payer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
final class GuardedPagesTest {
  @TempDir Path directory;

  /// Whether the kernel refuses to read there: it says so at once, whereas the error of a touch by
  /// compiled code may surface after its `catch`.
  private boolean isGuarded(long address) {
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("byte"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      return file.write(Memory.view(address, 1).asByteBuffer(), 0) < 0;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("Bad address");
      return true;
    }
  }

  private static Os limited(long maps) {
    return Intercepted.of(
        Os.current(),
        (name, arguments) ->
            name.equals("mapLimit") ? Optional.of(OptionalLong.of(maps)) : Optional.empty());
  }

  @Test
  void noMoreLiveThanTheCap() {
    try (GuardedPages pages = new GuardedPages(limited(80), 1, 1L << 30)) {
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
      try (GuardedPages pages = new GuardedPages(os, failing, 1L << 30)) {
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
    try (GuardedPages pages = new GuardedPages(Os.current(), 1, 1L << 30)) {
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
  void aBlockWithoutBytesLiesInItsOwnPage() {
    try (GuardedPages pages = new GuardedPages(Os.current(), 1, 1L << 30)) {
      for (int i = 0; i < 40; i++) {
        long address = pages.allocate(0, 1L << i % 13);
        long next = pages.allocate(8, 8);
        assertThat(pages.changed(address, 0)).isZero();
        byte filling = Memory.getByte(address);
        Memory.setByte(address, (byte) ~filling);
        assertThat(pages.changed(address, 0)).isEqualTo(address);
        pages.free(address, 0);
        assertThat(isGuarded(address)).isTrue();
        Memory.setLong(next, 42);
        assertThat(Memory.getLong(next)).isEqualTo(42);
      }
    }
  }

  private static final long SMALL = 1 << 20; // 256 OS pages of 4 KiB

  private record Taken(long address, long bytes, byte mark) {
    void write() {
      Memory.fill(address, bytes, mark);
    }

    void check() {
      for (long at = address; at < address + bytes; at++) {
        assertThat(Memory.getByte(at)).isEqualTo(mark);
      }
    }
  }

  /// Addresses are used again and again, in blocks of several sizes beside long-lived ones.
  @ParameterizedTest
  @ValueSource(ints = {0, 8, 10_000})
  void addressesComeRound(int mostWaiting) {
    Random random = new Random(mostWaiting);
    try (GuardedPages pages = new GuardedPages(Os.current(), 1, SMALL, mostWaiting, Payer.NOBODY)) {
      List<Taken> live = new ArrayList<>();
      Deque<Taken> freed = new ArrayDeque<>();
      for (int i = 0; i < 2_000; i++) {
        long bytes = random.nextInt(4) * 4000L;
        Taken taken = new Taken(pages.allocate(bytes, 16), bytes, (byte) i);
        assertThat(taken.address).isNotEqualTo(Allocator.NULL);
        taken.write();
        live.add(taken);
        if (live.size() > 10) {
          Taken old = live.remove(random.nextInt(10));
          old.check();
          assertThat(pages.changed(old.address, old.bytes)).isZero();
          pages.free(old.address, old.bytes);
          assertThat(isGuarded(old.address)).isTrue();
          freed.addLast(old);
        }
        while (freed.size() > Math.min(8, mostWaiting)) {
          freed.removeFirst();
        }
        if (i % 10 == 0) {
          freed.forEach(each -> assertThat(isGuarded(each.address)).isTrue());
          live.forEach(Taken::check);
        }
      }
      assertThat(pages.refused()).isZero();
      assertThat(pages.live()).isEqualTo(10);
      assertThat(pages.waiting()).isLessThanOrEqualTo(mostWaiting);
    }
  }

  @Test
  void theBlockFreedLastWaitsLongest() {
    try (GuardedPages pages = new GuardedPages(Os.current(), 1, SMALL, 8, Payer.NOBODY)) {
      long old = pages.allocate(1, 1);
      for (int i = 0; i < 120; i++) {
        pages.free(pages.allocate(1, 1), 1);
      }
      pages.free(old, 1); // here the next round begins
      Set<Long> reused = new HashSet<>();
      for (int i = 0; i < 8; i++) {
        long address = pages.allocate(1, 1);
        reused.add(address & -Os.current().pageBytes());
        pages.free(address, 1);
      }
      assertThat(reused).hasSize(8).doesNotContain(old & -Os.current().pageBytes());
    }
  }

  @Test
  void whatIsLiveIsNeverUsedAgain() {
    try (GuardedPages pages = new GuardedPages(Os.current(), 1, SMALL, 8, Payer.NOBODY)) {
      int taken = 0;
      while (pages.allocate(1, 1) != Allocator.NULL) {
        taken++;
      }
      assertThat(taken).isEqualTo(127); // each with the guard page behind it, and one in front
      assertThat(pages.refused()).isEqualTo(1);
      assertThat(pages.live()).isEqualTo(127);
    }
  }

  @Test
  void aCallThatFailsInALaterRoundHarmsNoOther() {
    for (int failing = 1; failing <= 60; failing++) {
      int which = failing;
      int[] calls = new int[1];
      boolean[] isLater = new boolean[1];
      Os os =
          Intercepted.of(
              Os.current(),
              (name, arguments) -> {
                if (isLater[0] && name.endsWith("guard") && ++calls[0] == which) {
                  throw new OsException("mmap of a page", Errno.ENOMEM);
                }
                return Optional.empty();
              });
      try (GuardedPages pages = new GuardedPages(os, failing, SMALL, 8, Payer.NOBODY)) {
        for (int i = 0; i < 130; i++) {
          pages.free(pages.allocate(1, 1), 1);
        }
        isLater[0] = true;
        for (int i = 0; i < 20; i++) {
          Taken taken = new Taken(pages.allocate(5_000, 16), 5_000, (byte) i);
          if (taken.address != Allocator.NULL) {
            taken.write();
            assertThat(pages.changed(taken.address, 5_000)).isZero();
            pages.free(taken.address, 5_000);
          }
        }
        assertThat(calls[0]).isGreaterThan(which);
        assertThat(pages.live()).isZero();
        assertThat(pages.refused()).isEqualTo(1);
      }
    }
  }

  @Test
  void sizesBeyondTheAddressesAreRefused() {
    try (GuardedPages pages = new GuardedPages(Os.current(), 1, 1L << 30)) {
      assertThat(pages.allocate(Long.MAX_VALUE, 16)).isEqualTo(Allocator.NULL);
      assertThat(pages.allocate(64L << 30, 16)).isEqualTo(Allocator.NULL);
      assertThat(pages.allocate(8, 1 << 20)).isEqualTo(Allocator.NULL);
      assertThat(pages.refused()).isEqualTo(3);
    }
  }
}
