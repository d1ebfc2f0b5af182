package dev.freehold.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.freehold.os.Access;
import dev.freehold.os.Errno;
import dev.freehold.os.Intercepted;
import dev.freehold.os.Linux;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.os.Smaps;
import dev.freehold.region.RegionConfig.Pages;
import dev.freehold.region.RegionConfig.Placement;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class RegionOnLinuxTest extends RegionContract {
  @Override
  Os os() {
    return new Linux();
  }

  @Override
  boolean gives() {
    return true;
  }

  /// What stays mapped has no memory any more, or stays charged.
  @Test
  void addressesThatCannotBeGivenBackHoldNoMemory() {
    for (boolean decommits : new boolean[] {true, false}) {
      Counting payer = new Counting();
      Os refusing =
          Intercepted.of(
              os,
              (name, arguments) -> {
                if (name.equals("release") || name.equals("decommit") && !decommits) {
                  throw new OsException(name, Errno.ENOMEM);
                }
                return Optional.empty();
              });
      Region kept = Region.reserve(RegionConfig.ofReserve(64 * STEP), refusing, payer);
      kept.commit(0, 10 * STEP);
      Memory.setByte(kept.base(), (byte) 1);
      assertThatThrownBy(kept::close).isInstanceOf(OsException.class);
      assertThat(payer.charged).isEqualTo(decommits ? 0 : 10 * STEP);
      kept.close();
      os.release(kept.base(), kept.bytes());
    }
  }

  /// Pays for all.
  private static final class Counting implements Payer {
    long charged;

    @Override
    public boolean charge(long bytes) {
      charged += bytes;
      return true;
    }

    @Override
    public void discharge(long bytes) {
      charged -= bytes;
    }

    @Override
    public String refusal() {
      return "";
    }
  }

  @Test
  void residentBytesAreThePagesTouched() {
    long page = os.pageBytes();
    region.commit(0, 10 * STEP);
    assertThat(region.residentBytes()).hasValue(0);
    for (long offset = 0; offset < 10 * STEP; offset += 3 * page) {
      Memory.setByte(region.base() + offset, (byte) 1);
    }
    long touched = (10 * STEP + 3 * page - 1) / (3 * page);
    assertThat(region.residentBytes()).hasValue(touched * page);
    region.decommit(0, 9 * STEP);
    assertThat(region.residentBytes().orElseThrow()).isBetween(page, STEP);
    region.decommit(9 * STEP, STEP);
    assertThat(region.residentBytes()).hasValue(0);
  }

  @Test
  void adviceOutlivesDecommitAndGuard() throws IOException {
    // The kernel's flags of a mapping: hg is huge pages advised, nh is advised against.
    for (Pages pages : List.of(Pages.HUGE, Pages.NORMAL)) {
      String flag = pages == Pages.HUGE ? "hg" : "nh";
      RegionConfig config = RegionConfig.ofReserve(64 * STEP).withPages(pages);
      try (Region advised = Region.reserve(config, os)) {
        advised.commit(0, 64 * STEP);
        assertThat(Smaps.flags(advised.base())).contains(flag);
        advised.decommit(0, 32 * STEP);
        advised.commit(0, 32 * STEP);
        assertThat(Smaps.flags(advised.base())).contains(flag);
        advised.guard(0, STEP);
        advised.unguard(0, STEP);
        assertThat(Smaps.flags(advised.base())).contains(flag);
      }
    }
  }

  @Test
  void guardPagesThrowAndEndWithUnguardOrDecommit() {
    region.commit(0, 2 * STEP);
    Memory.fill(region.base(), 2 * STEP, (byte) 7);
    assertThat(region.guard(0, os.pageBytes())).isTrue();
    assertThat(region.guard(STEP, STEP)).isTrue();
    assertThatThrownBy(() -> Memory.getByte(region.base())).isInstanceOf(InternalError.class);
    assertThat(region.committedBytes()).isEqualTo(2 * STEP);
    region.unguard(0, os.pageBytes());
    assertThat(Memory.getByte(region.base())).isZero();
    assertThat(Memory.getByte(region.base() + os.pageBytes())).isEqualTo((byte) 7);
    assertThat(region.decommit(STEP, STEP)).isEqualTo(STEP);
    region.commit(STEP, STEP);
    assertThat(Memory.getByte(region.base() + STEP)).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> region.guard(2 * STEP, STEP))
        .withMessage(
            "65536 bytes at offset 131072 are not all committed: commit a range before protecting it");
    assertThatIllegalArgumentException().isThrownBy(() -> region.unguard(2 * STEP, STEP));
  }

  @Test
  void whatIsSealedKeepsItsAccessAndOutlivesTheRegion() {
    // At random addresses, where nothing else of the process comes to lie after the release.
    Region sealed =
        Region.reserve(RegionConfig.ofReserve(STEPS * STEP).withPlacement(Placement.RANDOM), os);
    sealed.commit(0, 10 * STEP);
    Memory.fill(sealed.base(), 10 * STEP, (byte) 7);
    sealed.protect(2 * STEP, STEP, Access.READ);
    assumeThat(sealed.seal(2 * STEP, STEP)).isTrue();
    assertThat(sealed.seal(5 * STEP, 2 * STEP)).isTrue();
    assertThat(sealed.sealedBytes()).isEqualTo(3 * STEP);
    assertThatThrownBy(() -> sealed.protect(2 * STEP, STEP, Access.READ_WRITE))
        .isInstanceOf(OsException.class)
        .extracting(e -> ((OsException) e).errno())
        .isEqualTo(Errno.EPERM);
    assertThatThrownBy(() -> sealed.guard(5 * STEP, STEP)).isInstanceOf(OsException.class);

    assertThat(sealed.decommit(0, 10 * STEP)).isEqualTo(7 * STEP);
    assertThat(sealed.committedBytes()).isEqualTo(3 * STEP);
    assertThat(sealed.highestCommitted()).isEqualTo(7 * STEP);

    sealed.close();
    assertThat(sealed.sealedBytes()).isEqualTo(3 * STEP);
    for (int step = 0; step < STEPS; step++) {
      long address = sealed.base() + step * STEP;
      if (step == 2 || step == 5 || step == 6) {
        assertThat(Memory.getByte(address)).isEqualTo((byte) 7);
      } else {
        assertThat(os.reserveAt(address, STEP)).as("step %d is released", step).isTrue();
        os.release(address, STEP);
      }
    }
  }

  @Test
  void onlyWholeCommittedStepsAreSealed() {
    region.commit(0, 2 * STEP);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> region.seal(0, os.pageBytes()))
        .withMessageContaining("only whole steps are sealed");
    assertThatIllegalArgumentException().isThrownBy(() -> region.seal(STEP, 2 * STEP));
    assertThat(region.seal(0, 0)).isFalse();
    assertThat(region.sealedBytes()).isZero();
    assertThat(region.decommit(0, 2 * STEP)).isEqualTo(2 * STEP);
  }

  @Test
  void reservationBeyondTheAddressSpaceIsRefusedByName() {
    assertThatThrownBy(
            () -> {
              try (Region first = Region.reserve(RegionConfig.ofReserve(1L << 46), os);
                  Region second = Region.reserve(RegionConfig.ofReserve(1L << 46), os)) {
                throw new AssertionError(first + " and " + second);
              }
            })
        .isInstanceOf(OsException.class)
        .extracting(e -> ((OsException) e).errno())
        .isEqualTo(Errno.ENOMEM);
  }
}
