package dev.freehold.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PoisonTest {
  private static final byte WRITTEN = 0x11;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 8, 9, 31, 256, 257, 1_000})
  void everyByteWrittenAfterTheFreeIsFound(long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(bytes + 16, 16).address() + 8;
      Memory.setLong(address - 8, 0);
      Memory.setLong(address + bytes, 0);
      Poison.fillFreed(address, bytes);
      assertThat(Memory.getLong(address - 8)).isZero();
      assertThat(Memory.getLong(address + bytes)).isZero();
      assertThat(Poison.firstWritten(address, bytes)).isZero();
      for (long at = bytes - 1; at >= 0; at--) {
        Memory.setByte(address + at, WRITTEN);
        assertThat(Poison.firstWritten(address, bytes)).isEqualTo(address + at);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 9, 16, 100, 1_000})
  void wordsThatNobodyWroteAreFound(long bytes) {
    Poison poison = new Poison(0x1234_5678_9ABC_DEF1L);
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(bytes + 8, 16).address();
      Memory.setLong(address + bytes, 0);
      poison.fillFresh(address, bytes);
      assertThat(Memory.getLong(address + bytes)).isZero();
      assertThat(poison.isUntouched(address, bytes)).isTrue();
      for (long at = 0; at + 8 <= bytes; at += 8) {
        assertThat(poison.firstUnwritten(address, 0, bytes)).isEqualTo(address + at);
        Memory.setByte(address + at + 3, WRITTEN);
        assertThat(poison.isUntouched(address, bytes)).isFalse();
      }
      assertThat(poison.firstUnwritten(address, 0, bytes)).isZero();
    }
  }
}
