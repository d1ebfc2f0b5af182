package dev.freehold.alloc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MagazineTest {
  private static final int FULL = 17; // the first limit, and the hand

  private final Region region = Region.reserve(RegionConfig.ofReserve(1 << 20));
  private final Magazine magazine =
      new Magazine(SizeClasses.of(64), new PerThread(new FirstFit(region)), Thread.currentThread());

  @AfterEach
  void close() {
    region.close();
  }

  @Test
  void theLastGivenIsTakenFirst() {
    for (long address = 1; address <= FULL; address++) {
      magazine.give(address);
    }
    assertThat(magazine.slots()).hasSize(FULL).doesNotHaveDuplicates();
    assertThat(magazine.count()).isEqualTo(FULL);
    magazine.take();
    magazine.give(100);
    assertThat(magazine.take()).isEqualTo(100);
    for (int i = 0; i < FULL - 1; i++) {
      assertThat(magazine.take()).isBetween(1L, (long) FULL);
    }
    assertThat(magazine.take()).isEqualTo(Allocator.NULL);
    assertThat(magazine.slots()).isEmpty();
  }

  /// Another thread sees some slots, each that was given, however its thread goes on.
  @Test
  void anotherThreadLooksIntoIt() throws Exception {
    for (long address = 1; address <= FULL; address++) {
      magazine.give(address);
    }
    CountDownLatch end = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> task =
          threads.submit(() -> {
            long[] taken = new long[3];
            while (end.getCount() > 0) {
              for (int i = 0; i < taken.length; i++) {
                taken[i] = magazine.take();
              }
              for (long address : taken) {
                magazine.give(address);
              }
            }
          });
      try {
        for (int i = 0; i < 3_000_000; i++) {
          for (long address : magazine.slots()) {
            if (address < 1 || address > FULL) {
              throw new AssertionError("slot %d was never given".formatted(address));
            }
          }
        }
      } finally {
        end.countDown();
      }
      task.get();
    }
  }
}
