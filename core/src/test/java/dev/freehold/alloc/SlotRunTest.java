package dev.freehold.alloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotRunTest {
  private static final long ADDRESS = 0x7000_0000_0000L;

  @Test
  void findsTheSlotOfEveryAddressForEverySlotSize() {
    for (int c = 0; c < SizeClasses.COUNT; c++) {
      int size = SizeClasses.sizeOf(c);
      SlotRun run = full(c, 32 << 10, 0);
      for (int offset = 0; offset < 32 << 10; offset++) {
        int slot = offset / size;
        int expected = offset % size == 0 && slot < run.slots ? slot : -1;
        assertThat(run.liveAt(ADDRESS + offset)).isEqualTo(expected);
      }
    }
  }

  @Test
  void saysWhatStandsThere() {
    SlotRun run = full(SizeClasses.of(96), 4096, 64);
    assertThat(run.liveAt(ADDRESS)).isEqualTo(-1);
    assertThat(run.standing(ADDRESS)).isEqualTo("in the unused ends of a slab");
    assertThat(run.standing(ADDRESS + 64 + 42 * 96)).isEqualTo("in the unused ends of a slab");
    assertThat(run.standing(ADDRESS + 64 + 95)).isEqualTo("inside a block");
    run.give(1);
    assertThat(run.standing(ADDRESS + 64 + 96)).isEqualTo("in a free slot (freed already?)");
  }

  @Test
  void takesEverySlotOnceAndTheLastFreedFirst() {
    SlotRun run = new SlotRun(0, ADDRESS, 4096, 16, 256, 0);
    Set<Integer> taken = new HashSet<>();
    while (!run.isFull()) {
      taken.add(run.take(16));
      run.verify();
    }
    assertThat(taken).hasSize(256);
    run.give(7);
    run.give(200);
    run.verify();
    assertThat(run.take(3)).isEqualTo(200);
    assertThat(run.requested(200)).isEqualTo(3);
    assertThat(run.take(4)).isEqualTo(7);
    assertThat(run.isFull()).isTrue();
  }

  private static SlotRun full(int sizeClass, int bytes, int colour) {
    int size = SizeClasses.sizeOf(sizeClass);
    SlotRun run = new SlotRun(sizeClass, ADDRESS, bytes, size, (bytes - colour) / size, colour);
    while (!run.isFull()) {
      run.take(size);
    }
    return run;
  }
}
