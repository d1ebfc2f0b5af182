package dev.freehold.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Random placement has the entropy that it states.
final class ShuffleTest {
  private static final long SIZE = 64;
  private static final int DRAWS = 32_000;

  /// With 31 degrees of freedom, a fair draw exceeds this once in ten million.
  private static final double CHI_SQUARE_BOUND = 90;

  @Test
  void everyOneOfThe32ChoicesIsAboutAsLikely() {
    Shuffle shuffle = new Shuffle(42);
    Places places = new Places(shuffle);
    int[] counts = new int[Shuffle.CHOICES];
    for (int i = 0; i < DRAWS; i++) {
      counts[places.draw()]++;
    }
    double expected = (double) DRAWS / Shuffle.CHOICES;
    double chiSquare = 0;
    for (int count : counts) {
      assertThat(count).isPositive();
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    assertThat(chiSquare).isLessThan(CHI_SQUARE_BOUND);
  }

  /// Tells which of the places held ready was chosen, by what lies there since when.
  private static final class Places {
    private final Shuffle shuffle;
    private final long[] ready = new long[Shuffle.CHOICES];
    private long next = 16;

    Places(Shuffle shuffle) {
      this.shuffle = shuffle;
      int filled = 0;
      while (filled < ready.length) { // what is swapped out meanwhile returns later
        long address = next;
        next += SIZE;
        long chosen = shuffle.exchange(address, SIZE);
        if (chosen == 0) {
          ready[filled++] = address;
        } else {
          replace(chosen, address);
        }
      }
    }

    int draw() {
      long address = next;
      next += SIZE;
      return replace(shuffle.exchange(address, SIZE), address);
    }

    private int replace(long chosen, long address) {
      for (int i = 0; i < ready.length; i++) {
        if (ready[i] == chosen) {
          ready[i] = address;
          return i;
        }
      }
      throw new AssertionError("0x%x was not held ready".formatted(chosen));
    }
  }

  @Test
  void noAddressIsLostOrGivenTwice() {
    Shuffle shuffle = new Shuffle(7);
    Set<Long> given = new HashSet<>();
    int handed = 0;
    for (long address = 16; address <= 16 * 1_000; address += 16) {
      handed++;
      long chosen = shuffle.exchange(address, 16);
      assertThat(chosen == 0 || given.add(chosen)).isTrue();
    }
    long spare = shuffle.spare(16);
    while (spare != 0) {
      assertThat(given.add(spare)).isTrue();
      spare = shuffle.spare(16);
    }
    assertThat(given).hasSize(handed);
  }

  @Test
  void largeOnesKeepTheirPlaces() {
    Shuffle shuffle = new Shuffle(7);
    assertThat(Shuffle.rounded(0)).isEqualTo(16);
    assertThat(Shuffle.rounded(17)).isEqualTo(32);
    assertThat(Shuffle.rounded(1_024)).isEqualTo(1_024);
    assertThat(Shuffle.rounded(1_025)).isEqualTo(1_025);
    assertThat(shuffle.exchange(4_096, 1_025)).isEqualTo(4_096);
    assertThat(shuffle.spare(1_025)).isZero();
    assertThat(shuffle.spare(16)).isZero();
  }
}
