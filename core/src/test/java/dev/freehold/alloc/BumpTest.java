package dev.freehold.alloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BumpTest {
  private static final long STEP = 64 << 10;

  private Region region;
  private Bump bump;

  @BeforeEach
  void open() {
    region = Region.reserve(RegionConfig.ofReserve(16 * STEP));
    bump = new Bump(region);
  }

  @AfterEach
  void close() {
    bump.verify();
    region.close();
  }

  @Test
  void blocksFollowOneAnotherAtTheirAlignment() {
    assertThat(bump.allocate(3, 1)).isEqualTo(region.base());
    assertThat(bump.allocate(5, 1)).isEqualTo(region.base() + 3);
    assertThat(bump.allocate(0, 8)).isEqualTo(region.base() + 8);
    assertThat(bump.allocate(1, 1)).isEqualTo(region.base() + 9);
    assertThat(bump.allocate(1, 4096)).isEqualTo(region.base() + 4096);
    assertThat(region.committedBytes()).isEqualTo(STEP);
  }

  @Test
  void freeingTheLastTakesBackTheDeadBeforeIt() {
    long first = bump.allocate(100, 16);
    long second = bump.allocate(100, 16);
    long third = bump.allocate(100, 16);
    bump.free(second);
    assertThat(bump.allocate(8, 8)).as("a dead block is not reused").isGreaterThan(third);
    bump.free(third + 104);
    bump.free(third);
    assertThat(bump.allocate(7, 1)).isEqualTo(first + 100);
    bump.free(first);
    bump.free(first + 100);
    assertThat(bump.allocate(7, 1)).isEqualTo(region.base());
  }

  @Test
  void resizeMovesTopOfTheLastAndUsesTheGapOfOthers() {
    long first = bump.allocate(100, 1);
    long second = bump.allocate(100, 128);
    assertThat(bump.resize(first, 128)).isTrue();
    assertThat(bump.resize(first, 129)).isFalse();
    assertThat(bump.resize(first, 5)).isTrue();
    assertThat(bump.resize(second, 3 * STEP)).isTrue();
    assertThat(bump.allocate(1, 1)).isEqualTo(second + 3 * STEP);
    assertThat(bump.resize(second, 1)).isTrue();
    assertThat(bump.sizeOf(second)).isEqualTo(1);
    assertThat(bump.resize(second, 16 * STEP)).isFalse();
    assertThat(bump.statistics().requestedBytes()).isEqualTo(5 + 1 + 1);
  }

  @Test
  void aFullRegionRefusesUntilReset() {
    assertThat(bump.allocate(16 * STEP + 1, 1)).isEqualTo(Allocator.NULL);
    assertThat(bump.allocate(Long.MAX_VALUE, 1)).isEqualTo(Allocator.NULL);
    long first = bump.allocate(16 * STEP, 1);
    assertThat(bump.allocate(0, 1)).isEqualTo(Allocator.NULL);
    bump.reset();
    assertThatThrownBy(() -> bump.free(first)).isInstanceOf(InvalidFreeException.class);
    assertThat(bump.statistics().allocatedBytes()).isZero();
    assertThat(bump.statistics().holeBytes()).isEqualTo(16 * STEP);
    assertThat(bump.allocate(1, 1)).isEqualTo(region.base());
  }

  @Test
  void anAddressThatIsNoBlockIsRefusedAndSaysWhatIsThere() {
    long first = bump.allocate(100, 16);
    long second = bump.allocate(100, 16);
    bump.allocate(100, 16);
    bump.free(second);
    assertThatThrownBy(() -> bump.free(second)).hasMessageContaining("was freed");
    assertThatThrownBy(() -> bump.free(first + 99)).hasMessageContaining("inside the block");
    assertThatThrownBy(() -> bump.free(first + 100)).hasMessageContaining("between two blocks");
    assertThatThrownBy(() -> bump.free(first + 4096)).hasMessageContaining("above the last");
    assertThatThrownBy(() -> bump.sizeOf(Allocator.NULL)).hasMessageContaining("outside");
    assertThat(bump.statistics().blocks()).isEqualTo(2);
  }

  @Test
  void trimKeepsOnlyTheStepsOfLiveBlocks() {
    long dead = bump.allocate(4 * STEP, 1);
    long live = bump.allocate(2 * STEP, 1);
    long last = bump.allocate(2 * STEP, 1);
    bump.free(dead);
    bump.free(last);
    assertThat(bump.trim()).isEqualTo(6 * STEP);
    assertThat(region.committedBytes()).isEqualTo(2 * STEP);
    bump.free(live);
    assertThat(bump.allocate(STEP, 1)).isEqualTo(region.base());
    assertThat(region.committedBytes()).isEqualTo(3 * STEP);
  }

  @Test
  void thousandsOfBlocksAreFoundByTheirAddress() {
    long[] blocks = new long[5000];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = bump.allocate(i % 50, 1);
    }
    for (int i = 0; i < blocks.length; i++) {
      assertThat(bump.sizeOf(blocks[i])).isEqualTo(i % 50);
    }
    for (int i = 0; i < blocks.length; i += 2) {
      bump.free(blocks[i]);
    }
    bump.verify();
    assertThat(bump.statistics().blocks()).isEqualTo(blocks.length / 2);
    for (int i = 1; i < blocks.length; i += 2) {
      bump.free(blocks[i]);
    }
    assertThat(bump.allocate(1, 1)).isEqualTo(region.base());
  }
}
