package dev.freehold.alloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuddyTest {
  private static final long STEP = 64 << 10;

  private Region region;
  private Buddy buddy;

  @BeforeEach
  void open() {
    region = Region.reserve(RegionConfig.ofReserve(64L << 30));
    buddy = new Buddy(region);
  }

  @AfterEach
  void close() {
    buddy.verify();
    region.close();
  }

  /// Takes a block and returns its offset in the region.
  private long take(long bytes, long alignment) {
    return buddy.allocate(bytes, alignment) - region.base();
  }

  private long take(long bytes) {
    return take(bytes, 1);
  }

  private void give(long offset) {
    buddy.free(region.base() + offset);
  }

  @Test
  void blocksLieAtMultiplesOfTheirSizeAndFillWhatAlignmentSkips() {
    assertThat(take(16)).isZero();
    assertThat(take(100)).isEqualTo(128);
    assertThat(take(20)).isEqualTo(32);
    assertThat(take(1)).isEqualTo(16);
    assertThat(take(64)).isEqualTo(64);
    assertThat(take(0)).isEqualTo(256);
  }

  @Test
  void theLowestFreeBlockOfTheSmallestSufficientOrderIsTaken() {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      blocks.add(take(16));
    }
    give(blocks.get(40));
    give(blocks.get(9));
    give(blocks.get(4));
    give(blocks.get(5)); // merges with its buddy: one block of 32
    assertThat(take(16)).isEqualTo(9 * 16);
    assertThat(take(16)).isEqualTo(40 * 16);
    assertThat(take(16)).isEqualTo(4 * 16);
    assertThat(take(16)).isEqualTo(5 * 16);
  }

  @Test
  void buddiesMergeAllTheWayAndOthersDoNot() {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      blocks.add(take(16));
    }
    take(16); // keeps the eight below top
    give(blocks.get(1));
    give(blocks.get(2)); // neighbours, not buddies
    assertThat(holes()).containsEntry(16L, 16L).containsEntry(32L, 16L);
    blocks.stream().filter(at -> at != 16 && at != 32).forEach(this::give);
    assertThat(holes()).containsEntry(0L, 128L);
  }

  private Map<Long, Long> holes() {
    Map<Long, Long> holes = new TreeMap<>();
    buddy.walk(
        new Walkable.Visitor() {
          @Override
          public void block(long address, long bytes, long requested) {}

          @Override
          public void hole(long address, long bytes) {
            holes.put(address - region.base(), bytes);
          }
        });
    return holes;
  }

  @Test
  void aLargeBlockCommitsOnlyTheStepsThatItNeeds() {
    take(4 * STEP + 1);
    assertThat(region.committedBytes()).isEqualTo(5 * STEP);
    assertThat(buddy.statistics().allocatedBytes()).isEqualTo(5 * STEP);
    assertThat(take(STEP)).isEqualTo(8 * STEP);
    assertThat(region.committedBytes()).isEqualTo(6 * STEP);
    assertThat(buddy.statistics().holeBytes()).isZero();
  }

  @Test
  void alignmentCostsNoMoreThanTheBlock() {
    assertThat(take(16)).isZero();
    assertThat(take(16, Allocator.MAX_ALIGNMENT)).isEqualTo(Allocator.MAX_ALIGNMENT);
    assertThat(take(16, Allocator.MAX_ALIGNMENT)).isEqualTo(2 * Allocator.MAX_ALIGNMENT);
    assertThat(buddy.statistics().allocatedBytes()).isEqualTo(48);
    assertThat(region.committedBytes()).isEqualTo(3 * STEP);
    assertThat(take(16)).isEqualTo(16);
  }

  @Test
  void anEmptyRegionCostsNothing() {
    assertThat(buddy.statistics().metadataBytes()).isLessThan(1024);
    give(take(100));
    assertThat(buddy.statistics().metadataBytes()).isLessThan(32 << 10);
    assertThat(buddy.statistics().blocks()).isZero();
  }

  @Test
  void shrinkingFreesTheSecondHalves() {
    long block = take(1000);
    take(1000);
    assertThat(buddy.resize(region.base() + block, 100)).isTrue();
    assertThat(holes())
        .containsEntry(128L, 128L)
        .containsEntry(256L, 256L)
        .containsEntry(512L, 512L);
    assertThat(buddy.sizeOf(region.base() + block)).isEqualTo(100);
  }

  @Test
  void growingTakesTheBuddiesThatAreFree() {
    long block = take(16);
    long second = take(16);
    take(32);
    take(64);
    assertThat(buddy.resize(region.base() + block, 17)).as("the buddy is a block").isFalse();
    give(second);
    assertThat(buddy.resize(region.base() + block, 17)).isTrue();
    assertThat(buddy.resize(region.base() + block, 33)).as("the next is a block").isFalse();
    assertThat(buddy.sizeOf(region.base() + block)).isEqualTo(17);
    assertThat(take(16)).as("the buddy is taken").isEqualTo(128);
  }

  @Test
  void aSecondHalfCannotGrow() {
    take(16);
    long second = take(16);
    assertThat(buddy.resize(region.base() + second, 17)).isFalse();
  }

  @Test
  void theLastBlockGrowsOverWhatWasNeverUsed() {
    long block = take(16);
    assertThat(buddy.resize(region.base() + block, 3 * STEP)).isTrue();
    assertThat(region.committedBytes()).isEqualTo(3 * STEP);
    assertThat(take(16)).isEqualTo(4 * STEP);
    assertThat(buddy.resize(region.base() + block, 128L << 30)).isFalse();
    assertThat(buddy.resize(region.base() + block, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void anAddressThatIsNoBlockIsRefusedAndSaysWhatIsThere() {
    long block = region.base() + take(1000);
    long second = region.base() + take(1000);
    take(16);
    buddy.free(second);
    assertThatThrownBy(() -> buddy.free(block + 16))
        .isInstanceOf(InvalidFreeException.class)
        .hasMessageContaining("inside the block at 0x%x".formatted(block));
    assertThatThrownBy(() -> buddy.free(block + 1)).hasMessageContaining("inside the block");
    assertThatThrownBy(() -> buddy.free(second)).hasMessageContaining("in a hole");
    assertThatThrownBy(() -> buddy.sizeOf(block + (1 << 20)))
        .hasMessageContaining("above the last");
    assertThatThrownBy(() -> buddy.resize(Allocator.NULL, 1)).hasMessageContaining("outside");
    assertThat(buddy.statistics().blocks()).isEqualTo(2);
  }

  @Test
  void underALimitCommittedFreeBlocksServeBeforeUncommittedOnes() {
    try (Region small = Region.reserve(RegionConfig.ofReserve(1L << 30).withLimit(4 * STEP))) {
      Buddy limited = new Buddy(small);
      long first = limited.allocate(3 * STEP, 1); // at 0, of 4 steps
      long last = limited.allocate(16, 1); // at 4
      assertThat(limited.resize(last, STEP)).isTrue();
      assertThat(limited.allocate(STEP, 1)).as("no step is left").isEqualTo(Allocator.NULL);
      limited.free(first);
      assertThat(limited.allocate(2 * STEP, 1)).isEqualTo(first);
      assertThat(limited.allocate(2 * STEP, 1)).isEqualTo(Allocator.NULL);
      limited.verify();
    }
  }

  @Test
  void trimGivesBackAllThatNoRequestTouches() {
    long first = take(8 * STEP);
    long tail = take(16 * STEP);
    take(16);
    give(first);
    assertThat(buddy.resize(region.base() + tail, 9 * STEP)).isTrue();
    assertThat(buddy.trim()).isEqualTo(8 * STEP + 7 * STEP);
    assertThat(region.committedBytes()).isEqualTo(10 * STEP);
    assertThat(buddy.trim()).isZero();
    assertThat(take(8 * STEP)).isEqualTo(first);
    assertThat(region.committedBytes()).isEqualTo(18 * STEP);
  }

  @Test
  void aFullRegionRefusesAndCanBeEmptied() {
    try (Region small = Region.reserve(RegionConfig.ofReserve(3 * STEP))) {
      Buddy full = new Buddy(small);
      assertThat(full.allocate(2 * STEP + 1, 1)).as("4 steps of 3").isEqualTo(Allocator.NULL);
      List<Long> blocks = new ArrayList<>();
      for (long at = full.allocate(4096, 1); at != 0; at = full.allocate(4096, 1)) {
        blocks.add(at);
      }
      assertThat(blocks).hasSize(3 * 16);
      assertThat(full.allocate(1L << 62, 1)).isEqualTo(Allocator.NULL);
      assertThat(full.allocate(Long.MAX_VALUE, 1)).isEqualTo(Allocator.NULL);
      full.verify();
      blocks.forEach(full::free);
      full.verify();
      assertThat(full.statistics().holeBytes()).isEqualTo(3 * STEP);
      assertThat(full.statistics().externalFragmentation()).isZero();
      assertThat(full.allocate(2 * STEP, 1)).isEqualTo(small.base());
    }
  }

  @Test
  void randomOperationsKeepEveryInvariant() {
    Random random = new Random(20_260_101);
    TreeMap<Long, Long> live = new TreeMap<>();
    long requested = 0;
    for (int i = 0; i < 40_000; i++) {
      long bytes = (long) Math.exp(random.nextDouble() * 13);
      Map.Entry<Long, Long> some = live.ceilingEntry(region.base() + random.nextLong(8 << 20));
      int kind = random.nextInt(10);
      if (kind < 5 || some == null) {
        long address = buddy.allocate(bytes, 1L << random.nextInt(18));
        Map.Entry<Long, Long> before = live.floorEntry(address);
        assertThat(before == null || before.getKey() + before.getValue() <= address).isTrue();
        Long after = live.ceilingKey(address);
        assertThat(after == null || address + bytes <= after).isTrue();
        live.put(address, bytes);
        requested += bytes;
      } else if (kind < 9) {
        buddy.free(some.getKey());
        live.remove(some.getKey());
        requested -= some.getValue();
      } else if (buddy.resize(some.getKey(), bytes)) {
        long before = some.getValue();
        live.put(some.getKey(), bytes);
        requested += bytes - before;
      }
      if (i % 500 == 0) {
        buddy.verify();
        live.forEach((address, size) -> assertThat(buddy.sizeOf(address)).isEqualTo(size));
        assertThat(buddy.statistics().requestedBytes()).isEqualTo(requested);
      }
    }
    live.keySet().forEach(buddy::free);
    assertThat(buddy.statistics().holeBytes()).isEqualTo(region.highestCommitted());
    assertThat(buddy.statistics().externalFragmentation()).isZero();
  }
}
