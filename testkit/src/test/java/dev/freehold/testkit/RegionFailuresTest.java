package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.os.Access;
import dev.freehold.os.Errno;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.region.RegionConfig.Pages;
import org.junit.jupiter.api.Test;

/// Fails every call that a region makes to the operating system, one at a time.
class RegionFailuresTest {
  private static final long STEP = RegionConfig.DEFAULT_STEP;

  private static Region reserve(Os os) {
    return Region.reserve(RegionConfig.ofReserve(16 * STEP).withPages(Pages.NORMAL), os);
  }

  @Test
  void everyFailureLeavesTheFiguresExact() {
    int calls = 0;
    for (boolean failed = true; failed; calls++) {
      FailingOs os = new FailingOs(Os.current(), calls + 1, Errno.ENOMEM);
      try (Region region = reserve(os)) {
        useOnce(region);
      } catch (OsException e) {
        // From reserve, protect, residency or close, which all tell; the others answer.
        assertThat(e.errno()).isEqualTo(Errno.ENOMEM);
        assertThat(e).hasMessageContaining("call " + (calls + 1) + ", made to fail");
      }
      failed = os.failed();
    }
    assertThat(calls).isGreaterThan(8);
  }

  private static void useOnce(Region region) {
    boolean first = region.commit(0, 2 * STEP);
    assertThat(region.committedBytes()).isEqualTo(first ? 2 * STEP : 0);
    assertThat(region.commit(4 * STEP, STEP) || !first || !region.refusal().isEmpty()).isTrue();
    long before = region.committedBytes();
    boolean all = region.commit(0, 8 * STEP);
    assertThat(region.committedBytes()).isEqualTo(all ? 8 * STEP : before);
    assertThat(region.isCommitted(0, 8 * STEP)).isEqualTo(all);
    if (all) {
      Memory.fill(region.base(), 8 * STEP, (byte) 1);
      region.protect(0, STEP, Access.READ);
      region.protect(0, STEP, Access.READ_WRITE);
    }
    before = region.committedBytes();
    long given = region.decommit(STEP, 7 * STEP);
    assertThat(region.committedBytes()).isEqualTo(before - given);
    assertThat(region.peakCommittedBytes()).isEqualTo(before);
    if (all) {
      assertThat(Memory.getByte(region.base())).isEqualTo((byte) 1);
      assertThat(region.commit(0, 8 * STEP) || given > 0).isTrue();
      region.residentBytes();
    }
  }

  @Test
  void failedReservationOrAdviceTellsAndKeepsNothing() {
    for (int call = 1; call <= 2; call++) {
      FailingOs os = new FailingOs(Os.current(), call, Errno.EINVAL);
      assertThatThrownBy(() -> reserve(os).close())
          .isInstanceOf(OsException.class)
          .hasMessageEndingWith("failed: EINVAL (invalid argument)");
    }
  }

  @Test
  void refusalTellsTheReasonOfTheLastRefusal() {
    try (Region region = reserve(new FailingOs(Os.current(), 3, Errno.ENOMEM))) {
      assertThat(region.commit(0, 1)).isFalse();
      assertThat(region.refusal()).startsWith("commit (call 3, made to fail) failed: ENOMEM");
      assertThat(region.commit(16 * STEP, 1)).isFalse();
      assertThat(region.refusal()).startsWith("0 of 1048576 reserved bytes are committed");
      assertThat(region.commit(0, 1)).isTrue();
    }
  }
}
