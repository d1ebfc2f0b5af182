package dev.freehold.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.os.Intercepted;
import dev.freehold.os.Linux;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.os.Portable;
import dev.freehold.region.RegionConfig.Placement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class RandomPlacementTest {
  /// A bit that is drawn evenly is the same in all of them once in 2^199.
  private static final int RESERVATIONS = 200;

  private static final RegionConfig RANDOM =
      RegionConfig.ofReserve(1 << 20).withPlacement(Placement.RANDOM);

  @Test
  @EnabledOnOs(OS.LINUX)
  void basesAreDistinctAndEveryFreeBitTakesBothValues() {
    Os os = new Linux();
    Set<Long> bases = new HashSet<>();
    long ones = 0;
    long zeros = 0;
    for (int i = 0; i < RESERVATIONS; i++) {
      try (Region region = Region.reserve(RANDOM, os)) {
        assertThat(region.placement()).isEqualTo(Placement.RANDOM);
        assertThat(bases.add(region.base())).isTrue();
        ones |= region.base();
        zeros |= ~region.base();
      }
    }
    long free = (1L << (os.addressBits() - 1)) - Region.ALIGNMENT;
    assertThat(ones).isEqualTo(free);
    assertThat(zeros & free).isEqualTo(free);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aRandomRegionIsCommittedAndReleasedAsAnyOther() {
    long base;
    Os os = new Linux();
    try (Region region = Region.reserve(RANDOM, os)) {
      base = region.base();
      assertThat(region.commit(0, region.bytes())).isTrue();
      Memory.setLong(region.base() + region.bytes() - 8, 42);
      assertThat(Memory.getLong(region.base() + region.bytes() - 8)).isEqualTo(42);
      assertThat(os.reserveAt(region.base(), region.bytes())).as("what is in use").isFalse();
    }
    assertThat(os.reserveAt(base, 1 << 20)).as("what was released").isTrue();
    os.release(base, 1 << 20);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void addressesOutOfBoundsCannotBeReserved() {
    Os os = new Linux();
    assertThat(os.reserveAt(1L << os.addressBits(), 1 << 20)).isFalse();
    assertThat(os.reserveAt((1L << os.addressBits()) - (1 << 20), 2 << 20)).isFalse();
    assertThatThrownBy(() -> os.reserveAt((1L << 30) + 1, 1 << 20))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("EINVAL");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theSystemChoosesWhereItRefusesEveryDraw() {
    AtomicInteger draws = new AtomicInteger();
    try (Region region = Region.reserve(RANDOM, refusing(new Linux(), draws))) {
      assertThat(draws).hasValue(RandomPlacement.DRAWS);
      assertThat(region.placement()).isEqualTo(Placement.SYSTEM);
      assertThat(region.commit(0, 1)).isTrue();
      Memory.setLong(region.base(), 42);
    }
  }

  @Test
  void theSystemChoosesWhereAddressesCannotBeAskedFor() {
    AtomicInteger draws = new AtomicInteger();
    try (Region region = Region.reserve(RANDOM, refusing(new Portable(), draws))) {
      assertThat(draws).hasValue(0);
      assertThat(region.placement()).isEqualTo(Placement.SYSTEM);
    }
  }

  @Test
  void theSystemChoosesWhereNotAskedOtherwise() {
    try (Region region = Region.reserve(RegionConfig.ofReserve(1 << 20))) {
      assertThat(region.placement()).isEqualTo(Placement.SYSTEM);
    }
  }

  /// An operating system that has none of the addresses asked for.
  private static Os refusing(Os os, AtomicInteger draws) {
    return Intercepted.of(
        os,
        (name, arguments) -> {
          if (!name.equals("reserveAt")) {
            return Optional.empty();
          }
          draws.incrementAndGet();
          return Optional.of(false);
        });
  }
}
