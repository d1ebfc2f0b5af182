package dev.freehold.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortableTest extends OsContract {
  @Override
  Os os() {
    return new Portable();
  }

  @Test
  void saysWhatItCannot() {
    long start = os.reserve(1 << 20, 1 << 20);
    assertThat(os.decommit(start, 1 << 20)).isFalse();
    assertThat(os.protect(start, 1 << 20, Access.READ)).isFalse();
    assertThat(os.protect(start, 1 << 20, Access.READ_WRITE)).isTrue();
    assertThat(os.protect(start, 1 << 20, Access.READ_EXECUTE)).isFalse();
    assertThat(os.seal(start, 1 << 20)).isFalse();
    assertThat(os.lock(start, 1 << 20)).isFalse();
    assertThat(os.hide(start, 1 << 20)).isFalse();
    assertThat(os.reserveAt(1L << 32, 1 << 20)).isFalse();
    assertThat(os.addressBits()).isZero();
    assertThat(os.guard(start, 1 << 20)).isFalse();
    Memory.setLong(start, 42);
    os.unguard(start, 1 << 20);
    assertThat(Memory.getLong(start)).isZero();
    assertThat(os.mapLimit()).isEmpty();
    assertThat(os.lockLimit()).isEmpty();
    assertThat(os.advise(start, 1 << 20, Advice.HUGE_PAGES)).isFalse();
    assertThat(os.residentBytes(start, 1 << 20)).isEmpty();
    os.release(start, 1 << 20);
  }

  @Test
  void reservationsAroundTheLimitOfAllocatedMemoryWorkAlike() {
    for (long bytes :
        new long[] {Portable.ALLOCATED_AT_ONCE, Portable.ALLOCATED_AT_ONCE + os.pageBytes()}) {
      long start = os.reserve(bytes, 2 << 20);
      Memory.setLong(start, 1);
      Memory.setLong(start + bytes - 8, 2);
      assertThat(Memory.getLong(start)).isEqualTo(1);
      assertThat(Memory.getLong(start + bytes - 8)).isEqualTo(2);
      os.release(start, bytes);
    }
  }
}
