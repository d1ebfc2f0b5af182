package dev.freehold.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// What every operating system does for a region.
abstract class OsContract {
  private static final long HUGE = 2 << 20;

  final Os os = os();

  abstract Os os();

  @Test
  void pageIsAPowerOfTwo() {
    assertThat(Long.bitCount(os.pageBytes())).isOne();
    assertThat(os.pageBytes()).isGreaterThanOrEqualTo(4096);
  }

  @Test
  void reservationsAreAlignedAsAsked() {
    for (long alignment = os.pageBytes(); alignment <= 1 << 30; alignment *= 4) {
      for (long bytes : new long[] {os.pageBytes(), HUGE, 3 * HUGE, 100 << 20}) {
        long start = os.reserve(bytes, alignment);
        assertThat(start % alignment).as("start modulo %d", alignment).isZero();
        os.commit(start + bytes - os.pageBytes(), os.pageBytes());
        Memory.setByte(start + bytes - 1, (byte) 1);
        os.release(start, bytes);
      }
    }
  }

  @Test
  void committedMemoryIsZeroAndKeepsItsContentsWhenCommittedAgain() {
    long start = os.reserve(HUGE, HUGE);
    os.commit(start, HUGE);
    assertThat(Memory.view(start, HUGE).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    Memory.setLong(start + 4096, 42);
    os.commit(start, HUGE);
    assertThat(Memory.getLong(start + 4096)).isEqualTo(42);
    os.release(start, HUGE);
  }

  @Test
  void decommittedMemoryIsLostWhereItSaysSo() {
    long start = os.reserve(HUGE, HUGE);
    os.commit(start, HUGE);
    Memory.setLong(start, 42);
    boolean given = os.decommit(start, HUGE);
    os.commit(start, HUGE);
    assertThat(Memory.getLong(start)).isEqualTo(given ? 0 : 42);
    os.release(start, HUGE);
  }

  @Test
  void releaseOfWhatIsNoReservationNamesTheError() {
    assertThatThrownBy(() -> os.release(os.pageBytes() + 1, os.pageBytes()))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("EINVAL (invalid argument)")
        .extracting(e -> ((OsException) e).errno())
        .isEqualTo(Errno.EINVAL);
  }
}
