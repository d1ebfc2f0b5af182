package dev.freehold.alloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompositesTest {
  private static final long STEP = 64 << 10;

  private Region left;
  private Region right;
  private Bump bump;
  private Buddy buddy;

  @BeforeEach
  void open() {
    left = Region.reserve(RegionConfig.ofReserve(STEP));
    right = Region.reserve(RegionConfig.ofReserve(16 * STEP));
    bump = new Bump(left);
    buddy = new Buddy(right);
  }

  @AfterEach
  void close() {
    bump.verify();
    buddy.verify();
    left.close();
    right.close();
  }

  @Test
  void aSegregatorDividesBySizeAndKeepsBlocksOnTheirSide() {
    Segregator both = new Segregator(256, bump, buddy);
    long small = both.allocate(256, 1);
    long large = both.allocate(257, 1);
    assertThat(bump.owns(small)).isTrue();
    assertThat(buddy.owns(large)).isTrue();
    assertThat(both.sizeOf(small)).isEqualTo(256);
    assertThat(both.sizeOf(large)).isEqualTo(257);
    assertThat(both.resize(small, 257)).as("growth past the threshold").isFalse();
    assertThat(both.resize(small, 255)).isTrue();
    assertThat(both.resize(large, 1)).isTrue();
    both.free(large);
    both.free(small);
    assertThat(bump.statistics().blocks() + buddy.statistics().blocks()).isZero();
    assertThatThrownBy(() -> both.free(small)).isInstanceOf(InvalidFreeException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> new Segregator(-1, bump, buddy));
  }

  @Test
  void aFallbackAsksTheSecondWhereTheFirstRefuses() {
    Fallback both = new Fallback(bump, buddy);
    long first = both.allocate(STEP, 1);
    long second = both.allocate(100, 1);
    assertThat(bump.owns(first)).isTrue();
    assertThat(buddy.owns(second)).isTrue();
    assertThat(both.allocate(64 * STEP, 1)).isEqualTo(Allocator.NULL);
    assertThat(both.resize(first, 2 * STEP)).isFalse();
    assertThat(both.resize(second, 120)).isTrue();
    assertThat(both.sizeOf(second)).isEqualTo(120);
    both.free(first);
    assertThat(bump.owns(both.allocate(100, 1))).isTrue();
    both.free(second);
    assertThat(buddy.statistics().blocks()).isZero();
  }

  @Test
  void aBudgetHoldsToTheByte() {
    Budgeted budgeted = new Budgeted(buddy, 1000);
    long block = budgeted.allocate(600, 1);
    assertThat(budgeted.allocate(401, 1)).isEqualTo(Allocator.NULL);
    assertThat(budgeted.allocate(Long.MAX_VALUE, 1)).isEqualTo(Allocator.NULL);
    long second = budgeted.allocate(400, 1);
    assertThat(budgeted.requestedBytes()).isEqualTo(budgeted.limitBytes());
    assertThat(budgeted.resize(block, 601)).isFalse();
    assertThat(budgeted.resize(block, 599)).isTrue();
    assertThat(budgeted.resize(block, 600)).isTrue();
    assertThatThrownBy(() -> budgeted.free(block + 16)).isInstanceOf(InvalidFreeException.class);
    assertThat(budgeted.requestedBytes()).isEqualTo(1000);
    budgeted.free(second);
    budgeted.free(block);
    assertThat(budgeted.requestedBytes()).isZero();
  }

  @Test
  void aRefusalOfTheAllocatorWithinCostsNoBudget() {
    Budgeted budgeted = new Budgeted(bump, 100 * STEP);
    assertThat(budgeted.allocate(2 * STEP, 1)).isEqualTo(Allocator.NULL);
    long block = budgeted.allocate(STEP, 1);
    assertThat(budgeted.resize(block, 2 * STEP)).isFalse();
    assertThat(budgeted.requestedBytes()).isEqualTo(STEP);
  }

  @Test
  void aBudgetBeforeAFallbackSpillsOver() {
    Fallback both = new Fallback(new Budgeted(bump, 100), bump, buddy);
    assertThat(bump.owns(both.allocate(60, 1))).isTrue();
    assertThat(buddy.owns(both.allocate(60, 1))).isTrue();
    assertThat(bump.owns(both.allocate(40, 1))).isTrue();
  }
}
