package dev.freehold.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.os.Access;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.region.RegionConfig.Pages;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a region does over any operating system.
abstract class RegionContract {
  static final long STEP = RegionConfig.DEFAULT_STEP;
  static final int STEPS = 100;

  final Os os = os();
  final Region region =
      Region.reserve(RegionConfig.ofReserve(STEPS * STEP).withPages(Pages.NORMAL), os);

  abstract Os os();

  /// Whether a decommit gives memory back.
  abstract boolean gives();

  @AfterEach
  void close() {
    region.close();
  }

  @Test
  void aNewRegionHasNothingCommitted() {
    assertThat(region.base() % Region.ALIGNMENT).isZero();
    assertThat(region.bytes()).isEqualTo(STEPS * STEP);
    assertThat(region.committedBytes()).isZero();
    assertThat(region.peakCommittedBytes()).isZero();
    assertThat(region.highestCommitted()).isZero();
    assertThat(region.residentBytes()).hasValue(0);
    assertThat(region.isCommitted(0, 1)).isFalse();
  }

  @Test
  void reservationIsRoundedUpToSteps() {
    try (Region odd = Region.reserve(RegionConfig.ofReserve(STEP + 1), os)) {
      assertThat(odd.bytes()).isEqualTo(2 * STEP);
      assertThat(odd.contains(odd.base() + 2 * STEP - 1)).isTrue();
      assertThat(odd.contains(odd.base() + 2 * STEP)).isFalse();
      assertThat(odd.contains(odd.base() - 1)).isFalse();
      assertThat(odd.contains(0)).isFalse();
      assertThat(odd.contains(Long.MIN_VALUE)).isFalse();
    }
  }

  @Test
  void commitTakesEveryStepThatTheRangeTouches() {
    assertThat(region.commit(STEP - 1, 2)).isTrue();
    assertThat(region.committedBytes()).isEqualTo(2 * STEP);
    assertThat(region.highestCommitted()).isEqualTo(2 * STEP);
    assertThat(region.commit(5 * STEP, 1)).isTrue();
    assertThat(region.committedBytes()).isEqualTo(3 * STEP);
    assertThat(region.highestCommitted()).isEqualTo(6 * STEP);
    assertThat(region.commit(0, 6 * STEP)).isTrue();
    assertThat(region.committedBytes()).isEqualTo(6 * STEP);
    assertThat(region.commit(50 * STEP, 0)).isTrue();
    assertThat(region.committedBytes()).isEqualTo(6 * STEP);
  }

  @Test
  void decommitGivesWholeStepsAlone() {
    region.commit(0, 4 * STEP);
    assertThat(region.decommit(1, 2 * STEP - 1)).isEqualTo(gives() ? STEP : 0);
    assertThat(region.isCommitted(0, STEP)).isTrue();
    assertThat(region.isCommitted(STEP, 1)).isEqualTo(!gives());
    assertThat(region.decommit(0, STEP - 1)).isZero();
    assertThat(region.committedBytes()).isEqualTo(gives() ? 3 * STEP : 4 * STEP);
    assertThat(region.peakCommittedBytes()).isEqualTo(4 * STEP);
    assertThat(region.decommit(3 * STEP, Long.MAX_VALUE / 2)).isEqualTo(gives() ? STEP : 0);
    assertThat(region.highestCommitted()).isEqualTo(gives() ? 3 * STEP : 4 * STEP);
  }

  @Test
  void decommitLosesContentsWhereMemoryIsGiven() {
    region.commit(0, 2 * STEP);
    Memory.setLong(region.base(), 42);
    Memory.setLong(region.base() + STEP, 43);
    region.decommit(0, STEP);
    assertThat(region.commit(0, STEP)).isTrue();
    assertThat(Memory.getLong(region.base())).isEqualTo(gives() ? 0 : 42);
    assertThat(Memory.getLong(region.base() + STEP)).isEqualTo(43);
  }

  @Test
  void rangesOutsideTheRegionAreRefused() {
    region.commit(0, STEP);
    for (long offset :
        new long[] {STEPS * STEP, -1, -STEP, 1L << 47, 1L << 48, 1L << 62, Long.MAX_VALUE}) {
      assertThat(region.commit(offset, 1)).as("commit at %d", offset).isFalse();
      assertThat(region.isCommitted(offset, 1)).as("is committed at %d", offset).isFalse();
      assertThat(region.decommit(offset, STEP)).as("decommit at %d", offset).isZero();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> region.protect(offset, STEP, Access.READ));
    }
    for (long length : new long[] {STEPS * STEP + 1, 1L << 48, Long.MAX_VALUE}) {
      assertThat(region.commit(0, length)).as("commit of %d", length).isFalse();
      assertThat(region.commit(STEP + 1, length)).as("commit of %d", length).isFalse();
    }
    assertThat(region.commit(-STEP, 2 * STEP)).isFalse();
    assertThat(region.committedBytes()).isEqualTo(STEP);
    assertThat(region.refusal())
        .isEqualTo("65536 of 6553600 reserved bytes are committed, the limit is the reservation");
  }

  @Test
  void limitIsExact() {
    RegionConfig config = RegionConfig.ofReserve(10 * STEP).withLimit(3 * STEP + 1);
    try (Region limited = Region.reserve(config, os)) {
      assertThat(limited.commit(0, 2 * STEP)).isTrue();
      assertThat(limited.commit(4 * STEP, 2 * STEP)).isFalse();
      assertThat(limited.committedBytes()).isEqualTo(2 * STEP);
      assertThat(limited.isCommitted(4 * STEP, 1)).isFalse();
      assertThat(limited.refusal())
          .isEqualTo("131072 of 655360 reserved bytes are committed, the limit is 196609 bytes");
      assertThat(limited.commit(STEP, 2 * STEP)).isTrue();
      assertThat(limited.commit(3 * STEP, 1)).isFalse();
      long given = limited.decommit(0, STEP);
      assertThat(limited.commit(3 * STEP, 1)).isEqualTo(given > 0);
    }
  }

  @Test
  void figuresAreThoseOfAModel() {
    Random random = new Random(1);
    TreeSet<Integer> model = new TreeSet<>();
    long peak = 0;
    for (int i = 0; i < 3000; i++) {
      int from = random.nextInt(STEPS);
      int to = from + 1 + random.nextInt(Math.min(20, STEPS - from));
      if (random.nextBoolean()) {
        assertThat(region.commit(from * STEP, (to - from) * STEP)).isTrue();
        for (int step = from; step < to; step++) {
          model.add(step);
        }
      } else {
        long expected = gives() ? model.subSet(from, to).size() * STEP : 0;
        assertThat(region.decommit(from * STEP, (to - from) * STEP)).isEqualTo(expected);
        if (gives()) {
          model.subSet(from, to).clear();
        }
      }
      peak = Math.max(peak, model.size() * STEP);
      assertThat(region.committedBytes()).isEqualTo(model.size() * STEP);
      assertThat(region.peakCommittedBytes()).isEqualTo(peak);
      assertThat(region.highestCommitted())
          .isEqualTo(model.isEmpty() ? 0 : (model.last() + 1) * STEP);
      assertThat(region.isCommitted(from * STEP, (to - from) * STEP))
          .isEqualTo(model.subSet(from, to).size() == to - from);
    }
  }

  @Test
  void closeTwiceHasNoEffectAndUseAfterwardsThrows() {
    region.commit(0, STEP);
    region.close();
    region.close();
    assertThat(region.committedBytes()).isZero();
    assertThatThrownBy(() -> region.commit(0, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the region at 0x%x is closed", region.base());
    assertThatThrownBy(() -> region.decommit(0, STEP)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(region::residentBytes).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> region.protect(0, STEP, Access.READ))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void protectedMemoryCanBeRead() {
    region.commit(0, STEP);
    Memory.setLong(region.base(), 42);
    region.protect(0, STEP, Access.READ);
    assertThat(Memory.getLong(region.base())).isEqualTo(42);
    assertThat(region.protect(0, STEP, Access.READ_WRITE)).isTrue();
    Memory.setLong(region.base(), 43);
    assertThat(Memory.getLong(region.base())).isEqualTo(43);
  }

  @Test
  void sixtyFourGibibytesCanBeReserved() {
    try (Region large = Region.reserve(RegionConfig.ofReserve(64L << 30), os)) {
      long last = (64L << 30) - 8;
      assertThat(large.commit(last, 8)).isTrue();
      Memory.setLong(large.base() + last, 42);
      assertThat(Memory.getLong(large.base() + last)).isEqualTo(42);
      assertThat(large.committedBytes()).isEqualTo(STEP);
      assertThat(large.highestCommitted()).isEqualTo(64L << 30);
    }
  }
}
