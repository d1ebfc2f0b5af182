package dev.freehold.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SubsetSumsTest {
  private static final int CAPACITY = 300;

  @Test
  void findsTheNextHeightAsTryingAllSubsetsDoes() {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 500; i++) {
      SubsetSums sums = new SubsetSums(3, CAPACITY);
      int section = random.nextInt(3);
      int[] sizes = random.ints(random.nextInt(6), 1, 130).toArray();
      sums.begin(section, i + 1);
      for (int size : sizes) {
        sums.add(section, size);
      }
      for (int height = 0; height <= CAPACITY; height++) {
        int waste = random.nextInt(20);
        long next = sums.next(section, height, waste);
        assertThat(next > CAPACITY ? SubsetSums.NONE : next).isEqualTo(next(sizes, height, waste));
      }
    }
  }

  private static long next(int[] sizes, int height, int waste) {
    long above = SubsetSums.NONE;
    for (int subset = 0; subset < 1 << sizes.length; subset++) {
      int sum = 0;
      for (int k = 0; k < sizes.length; k++) {
        sum += (subset >> k & 1) * sizes[k];
      }
      if (sum <= height && height - sum <= waste) {
        return height;
      }
      // Sums beyond the capacity are of no use and may be left out.
      above = sum > height && sum <= CAPACITY ? Math.min(above, sum) : above;
    }
    return above;
  }

  @Test
  void madeForAnotherSetIsNotCurrent() {
    SubsetSums sums = new SubsetSums(2, CAPACITY);
    sums.begin(1, 7);
    assertThat(sums.current(1, 7)).isTrue();
    assertThat(sums.current(1, 8)).isFalse();
    assertThat(sums.current(0, 7)).isFalse();
  }
}
