package dev.freehold.alloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeBitsTest {
  private static final long SEED = 20_260_101;

  @ParameterizedTest
  @ValueSource(longs = {2, 63, 64, 65, 4096, 4097, 300_000, 20_000_000})
  void isTheSortedSet(long bound) {
    Random random = new Random(SEED);
    FreeBits bits = new FreeBits();
    TreeSet<Long> expected = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      long member = random.nextLong(bound);
      if (expected.contains(member)) {
        bits.remove(member);
        expected.remove(member);
      } else {
        bits.add(member);
        expected.add(member);
      }
      if (random.nextInt(4) == 0 && !expected.isEmpty()) {
        bits.remove(expected.removeFirst());
      }
      assertThat(bits.isEmpty()).isEqualTo(expected.isEmpty());
      assertThat(bits.first()).isEqualTo(expected.isEmpty() ? FreeBits.NONE : expected.first());
      long probe = random.nextLong(bound + 100);
      Long next = expected.ceiling(probe);
      assertThat(bits.next(probe)).isEqualTo(next == null ? FreeBits.NONE : next);
      assertThat(bits.contains(probe)).isEqualTo(expected.contains(probe));
    }
    bits.verify();
  }

  @Test
  void aSetOfOneTouchesNoBits() {
    FreeBits bits = new FreeBits();
    bits.add(1L << 40);
    assertThat(bits.metadataBytes()).isEqualTo(Long.BYTES);
    assertThat(bits.contains(1L << 40)).isTrue();
    assertThat(bits.first()).isEqualTo(1L << 40);
    bits.remove(1L << 40);
    assertThat(bits.isEmpty()).isTrue();
  }
}
