package dev.freehold.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.os.Os;
import dev.freehold.os.Portable;
import org.junit.jupiter.api.Test;

class RegionOnPortableTest extends RegionContract {
  @Override
  Os os() {
    return new Portable();
  }

  @Override
  boolean gives() {
    return false;
  }

  @Test
  void nothingIsGuardedOrSealed() {
    region.commit(0, STEP);
    assertThat(region.guard(0, STEP)).isFalse();
    assertThat(region.seal(0, STEP)).isFalse();
    assertThat(region.sealedBytes()).isZero();
  }

  @Test
  void residencyIsUnknownOnceSomethingIsCommitted() {
    region.commit(0, 1);
    assertThat(region.residentBytes()).isEmpty();
  }
}
