package dev.freehold.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freehold.region.RegionConfig.Pages;
import dev.freehold.region.RegionConfig.Placement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionConfigTest {
  @ParameterizedTest
  @CsvSource({
    "0, 65536, 1, reserveBytes is 0: must be from 1 to 2^46 (64 TiB)",
    "-1, 65536, 1, reserveBytes is -1: must be from 1 to 2^46 (64 TiB)",
    "70368744177665, 65536, 1, reserveBytes is 70368744177665: must be from 1 to 2^46 (64 TiB)",
    "1, 2048, 1, stepBytes is 2048: must be a power of two from 4 KiB to 1 GiB",
    "1, 5000, 1, stepBytes is 5000: must be a power of two from 4 KiB to 1 GiB",
    "1, -9223372036854775808, 1, stepBytes is -9223372036854775808: must be a power of two from 4 KiB to 1 GiB",
    "1, 2147483648, 1, stepBytes is 2147483648: must be a power of two from 4 KiB to 1 GiB",
    "1, 4096, -1, limitBytes is -1: must not be negative",
    "70368744177664, 4096, 1, reserveBytes is 70368744177664 in steps of 4096: must be at most 2^30 steps; take larger steps"
  })
  void valuesOutOfRangeAreNamed(long reserve, long step, long limit, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RegionConfig(reserve, step, limit, Pages.SYSTEM, Placement.SYSTEM))
        .withMessage(message);
  }

  @Test
  void theOutermostValuesAreServed() {
    assertThat(RegionConfig.ofReserve(1L << 46).stepBytes()).isEqualTo(RegionConfig.DEFAULT_STEP);
    assertThat(RegionConfig.ofReserve(1).withStep(4096).withLimit(0).limitBytes()).isZero();
  }

  @Test
  void changesKeepTheOtherComponents() {
    RegionConfig all =
        RegionConfig.ofReserve(11)
            .withStep(8192)
            .withLimit(7)
            .withPages(Pages.HUGE)
            .withPlacement(Placement.RANDOM)
            .withReserve(10);
    assertThat(all).isEqualTo(new RegionConfig(10, 8192, 7, Pages.HUGE, Placement.RANDOM));
    assertThat(all.withStep(4096).withLimit(8).withPages(Pages.NORMAL).placement())
        .isEqualTo(Placement.RANDOM);
  }
}
