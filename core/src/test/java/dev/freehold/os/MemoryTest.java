package dev.freehold.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment segment = arena.allocate(64, 8);
  private final long address = segment.address();

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void writesAreSeenByReadsAndByTheSegment() {
    Memory.setByte(address + 3, (byte) -7);
    Memory.setLong(address + 9, 0x0102_0304_0506_0708L);
    assertThat(Memory.getByte(address + 3)).isEqualTo((byte) -7);
    assertThat(segment.get(ValueLayout.JAVA_BYTE, 3)).isEqualTo((byte) -7);
    assertThat(Memory.getLong(address + 9)).isEqualTo(0x0102_0304_0506_0708L);
    assertThat(segment.get(ValueLayout.JAVA_LONG_UNALIGNED, 9)).isEqualTo(0x0102_0304_0506_0708L);
    assertThat(segment.get(ValueLayout.JAVA_BYTE, 8)).isZero();
    assertThat(segment.get(ValueLayout.JAVA_BYTE, 17)).isZero();
  }

  @Test
  void fillAndCopyTouchTheirRangeAlone() {
    Memory.fill(address + 8, 8, (byte) 5);
    Memory.copy(address + 8, address + 12, 8);
    byte[] bytes = segment.toArray(ValueLayout.JAVA_BYTE);
    assertThat(bytes).startsWith(0, 0, 0, 0, 0, 0, 0, 0, 5);
    for (int i = 0; i < bytes.length; i++) {
      assertThat(bytes[i]).as("byte %d", i).isEqualTo((byte) (i >= 8 && i < 20 ? 5 : 0));
    }
  }

  @Test
  void viewEndsWithItsScope() {
    MemorySegment view;
    try (Arena scope = Arena.ofConfined()) {
      view = Memory.view(address, 16, scope);
      view.set(ValueLayout.JAVA_BYTE, 15, (byte) 1);
      assertThat(Memory.getByte(address + 15)).isEqualTo((byte) 1);
      assertThatThrownBy(() -> view.get(ValueLayout.JAVA_BYTE, 16))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThatThrownBy(() -> view.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }
}
