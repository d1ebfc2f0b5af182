package dev.freehold.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class QuarantineTest {
  private static final long LIMIT = 100_000;

  private record Freed(int number, long bytes) {}

  @Test
  void theLimitHoldsAfterEachAddAndNothingIsLost() {
    SplittableRandom random = new SplittableRandom(3);
    Quarantine<Freed> quarantine = new Quarantine<>(LIMIT, Freed::bytes, 5);
    Set<Freed> waiting = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      Freed freed = new Freed(i, random.nextInt(i % 50 == 0 ? 60_000 : 500));
      waiting.add(freed);
      quarantine.add(freed);
      for (Freed next = quarantine.leaving(); next != null; next = quarantine.leaving()) {
        assertThat(waiting.remove(next)).isTrue();
      }
      assertThat(quarantine.bytes())
          .isLessThanOrEqualTo(LIMIT)
          .isEqualTo(waiting.stream().mapToLong(Freed::bytes).sum());
    }
    for (Freed next = quarantine.poll(); next != null; next = quarantine.poll()) {
      assertThat(waiting.remove(next)).isTrue();
    }
    assertThat(waiting).isEmpty();
    assertThat(quarantine.bytes()).isZero();
  }

  /// What waits in the queue is at least what does not fit into the random places.
  @Test
  void blocksWaitForAboutAsLongAsTheLimitLasts() {
    long each = 100;
    long limit = 1_000 * each;
    Quarantine<Freed> quarantine = new Quarantine<>(limit, Freed::bytes, 5);
    int latest = 0;
    for (int i = 0; i < 20_000; i++) {
      quarantine.add(new Freed(i, each));
      for (Freed next = quarantine.leaving(); next != null; next = quarantine.leaving()) {
        assertThat(i - next.number()).isGreaterThanOrEqualTo(1_000 - 256);
        latest = Math.max(latest, i - next.number());
      }
    }
    assertThat(latest).as("the moment is random").isGreaterThan(1_000 + 256);
  }

  @Test
  void largeBlocksAndLimitsOfZeroLetGoAtOnce() {
    Quarantine<Freed> small = new Quarantine<>(LIMIT, Freed::bytes, 5);
    Freed large = new Freed(1, 2 * LIMIT);
    small.add(new Freed(0, 10));
    assertThat(small.add(large).leaving()).isEqualTo(large);
    assertThat(small.leaving()).isNull();

    Quarantine<Freed> none = new Quarantine<>(0, Freed::bytes, 5);
    Freed freed = new Freed(2, 1);
    assertThat(none.add(freed).leaving()).isEqualTo(freed);
  }
}
