package dev.freehold.alloc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizeClassesTest {
  @Test
  void sizesAscendToTheLargest() {
    for (int c = 1; c < SizeClasses.COUNT; c++) {
      assertThat(SizeClasses.sizeOf(c))
          .isGreaterThan(SizeClasses.sizeOf(c - 1))
          .matches(size -> size % 16 == 0);
    }
    assertThat(SizeClasses.sizeOf(SizeClasses.COUNT - 1)).isEqualTo(SizeClasses.LARGEST);
  }

  @Test
  void everySizeHasTheSmallestClassThatHoldsIt() {
    for (int bytes = 1; bytes <= SizeClasses.LARGEST; bytes++) {
      int c = SizeClasses.of(bytes);
      assertThat(SizeClasses.sizeOf(c)).isGreaterThanOrEqualTo(bytes);
      assertThat(c == 0 ? 0 : SizeClasses.sizeOf(c - 1)).isLessThan(bytes);
    }
    assertThat(SizeClasses.of(0)).isZero();
  }

  @Test
  void slotsAreAtMostAnEighthLargerThanTheirBlocks() {
    for (int bytes = 129; bytes <= SizeClasses.LARGEST; bytes++) {
      assertThat(SizeClasses.sizeOf(SizeClasses.of(bytes)) - bytes).isLessThan(bytes / 8 + 1);
    }
  }

  @Test
  void anAlignmentGetsTheSmallestClassOfItsMultiples() {
    for (int alignment = 1; alignment <= SlabCache.PAGE; alignment *= 2) {
      for (int bytes = 0; bytes <= SizeClasses.LARGEST; bytes += 37) {
        int expected = bytes == 0 ? 0 : SizeClasses.of(bytes);
        while (SizeClasses.sizeOf(expected) % alignment != 0) {
          expected++;
        }
        assertThat(SizeClasses.of(bytes, alignment)).isEqualTo(expected);
      }
    }
  }

  @Test
  void thereIsNoClassBeyondTheLargest() {
    assertThat(SizeClasses.of(SizeClasses.LARGEST, 4096)).isEqualTo(SizeClasses.COUNT - 1);
    assertThat(SizeClasses.of(SizeClasses.LARGEST - 5, 32 << 10)).isEqualTo(SizeClasses.COUNT);
  }
}
