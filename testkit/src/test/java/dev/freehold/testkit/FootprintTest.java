package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FootprintTest {
  /// Just below a boundary of chunks, so that ranges cross it.
  private static final long BASE = (77L << 20) - 2000;

  @Test
  void behavesAsASetOfBytes() {
    Random random = new Random(1);
    Footprint footprint = new Footprint();
    BitSet model = new BitSet();
    List<int[]> added = new ArrayList<>();
    int overlaps = 0;
    for (int i = 0; i < 100_000; i++) {
      if (added.isEmpty() || random.nextInt(5) < 3) {
        int from = random.nextInt(4000);
        int length = 1 + random.nextInt(random.nextBoolean() ? 10 : 200);
        int set = model.nextSetBit(from);
        boolean free = set < 0 || set >= from + length;
        assertThat(footprint.add(BASE + from, length)).isEqualTo(free);
        if (free) {
          model.set(from, from + length);
          added.add(new int[] {from, length});
        } else {
          overlaps++;
        }
      } else {
        int[] range = added.remove(random.nextInt(added.size()));
        footprint.remove(BASE + range[0], range[1]);
        model.clear(range[0], range[0] + range[1]);
      }
    }
    assertThat(overlaps).isGreaterThan(1000);
  }

  @Test
  void rangesMayCoverManyChunks() {
    Footprint footprint = new Footprint();
    assertThat(footprint.add(100, 5 << 20)).isTrue();
    assertThat(footprint.add(99, 1)).isTrue();
    assertThat(footprint.add((5 << 20) + 99, 1)).isFalse();
    assertThat(footprint.add((5 << 20) + 100, 1)).isTrue();
    footprint.remove(100, 5 << 20);
    assertThat(footprint.add(3 << 20, 1)).isTrue();
  }
}
