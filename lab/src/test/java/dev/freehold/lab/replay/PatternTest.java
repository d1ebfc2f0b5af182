package dev.freehold.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every byte of a pattern is written, and every changed byte is found.
class PatternTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 16, 31, 100})
  void findsEachChangedByte(int bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(bytes + 1L);
      block.set(ValueLayout.JAVA_BYTE, bytes, (byte) 77);
      long address = block.address();
      Pattern.fill(address, bytes, 5);
      assertThat(Pattern.firstLost(address, bytes, 5)).isEqualTo(-1);
      assertThat(Memory.getByte(address + bytes)).as("behind the block").isEqualTo((byte) 77);
      for (long at = 0; at < bytes; at++) {
        byte was = Memory.getByte(address + at);
        assertThat(was).isEqualTo(Pattern.expected(at, 5));
        Memory.setByte(address + at, (byte) (was + 1));
        assertThat(Pattern.firstLost(address, bytes, 5)).isEqualTo(at);
        Memory.setByte(address + at, was);
      }
    }
  }

  @Test
  void blocksAndPlacesDiffer() {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(64).address();
      Pattern.fill(address, 64, 1);
      assertThat(Pattern.firstLost(address, 64, 2)).isNotNegative();
      Memory.copy(address + 8, address, 8);
      assertThat(Pattern.firstLost(address, 64, 1)).isNotNegative();
    }
  }
}
