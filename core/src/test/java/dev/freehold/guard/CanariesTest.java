package dev.freehold.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CanariesTest {
  private static final long ROOM = 256;

  private interface Use {
    void of(long address);
  }

  private static void inMemory(Use use) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(ROOM, 16);
      use.of(room.address() + 64);
    }
  }

  @Test
  void theFirstByteIsZeroAndNoOtherIs() {
    SplittableRandom random = new SplittableRandom(1);
    inMemory(address -> {
      for (int i = 0; i < 1_000; i++) {
        new Canaries(random.nextLong()).place(address, 20);
        for (int at = 0; at < Canaries.BYTES; at++) {
          boolean isZero = at % 8 == 0;
          assertThat(Memory.getByte(address + 20 + at) == 0).isEqualTo(isZero);
          assertThat(Memory.getByte(address - Canaries.BYTES + at) == 0).isEqualTo(isZero);
        }
      }
    });
  }

  @Test
  void heapsHaveDifferentOnes() {
    inMemory(address -> {
      new Canaries(1L << 40).place(address, 16);
      assertThat(new Canaries(2L << 40).changedAfter(address, 16)).isEqualTo(address + 21);
      assertThat(new Canaries(1L << 40).changedAfter(address, 16)).isZero();
    });
  }

  @Test
  void everyChangedByteIsFoundAndTheNearestNamed() {
    Canaries canaries = new Canaries(0x5A5A_1234_8765_4321L);
    for (long bytes = 0; bytes < 40; bytes++) {
      long size = bytes;
      inMemory(address -> {
        canaries.place(address, size);
        assertThat(canaries.changedAfter(address, size)).isZero();
        assertThat(canaries.changedBefore(address)).isZero();
        for (int at = Canaries.BYTES - 1; at >= 0; at--) {
          flip(address + size + at);
          flip(address - 1 - at);
          assertThat(canaries.changedAfter(address, size)).isEqualTo(address + size + at);
          assertThat(canaries.changedBefore(address)).isEqualTo(address - 1 - at);
        }
      });
    }
  }

  private static void flip(long address) {
    Memory.setByte(address, (byte) ~Memory.getByte(address));
  }

  @Test
  void totalsDoNotOverflow() {
    assertThat(Canaries.total(Long.MAX_VALUE, 16)).isEqualTo(Long.MAX_VALUE);
    assertThat(Canaries.total(Long.MAX_VALUE - 32, 16)).isEqualTo(Long.MAX_VALUE);
    assertThat(Canaries.total(Long.MAX_VALUE - 33, 16)).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(Canaries.total(0, 1)).isEqualTo(32);
    assertThat(Canaries.before(4_096)).isEqualTo(4_096);
  }
}
