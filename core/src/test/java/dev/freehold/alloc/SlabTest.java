package dev.freehold.alloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.os.Memory;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlabTest {
  private final Region region = Region.reserve(RegionConfig.ofReserve(64L << 30));
  private final Slab slab = new Slab(region);

  @AfterEach
  void verifyAndClose() {
    slab.verify();
    region.close();
  }

  /// A page source other than the one that [Slab#Slab(Region)] takes.
  enum Source {
    PAGES {
      @Override
      RegionAllocator over(Region region) {
        return new FirstFit(region, 4096);
      }
    },
    BEST {
      @Override
      RegionAllocator over(Region region) {
        return new BestFit(region);
      }
    };

    abstract RegionAllocator over(Region region);
  }

  @Test
  void anEmptyAllocatorOfManyAddressesCostsAlmostNothing() {
    assertThat(slab.statistics().metadataBytes()).isLessThan(64 << 10);
    assertThat(slab.statistics().committedBytes()).isZero();
  }

  @Test
  void aSlotFreedLastIsTakenFirst() {
    long a = slab.allocate(48, 16);
    long b = slab.allocate(48, 16);
    slab.allocate(48, 16);
    slab.free(a);
    slab.free(b);
    assertThat(slab.allocate(40, 16)).isEqualTo(b);
    assertThat(slab.allocate(33, 16)).isEqualTo(a);
  }

  @Test
  void aSlabGoesBackOnceItsClassHasAReserve() {
    List<Long> taken = take(64, 256); // slabs of 64
    long used = slab.statistics().allocatedBytes() + slab.statistics().holeBytes();
    taken.forEach(slab::free);
    slab.verify();
    long reserve = slab.allocate(64, 16);
    assertThat(slab.allocate(12 << 10, 4096))
        .as("the page of a slab gone")
        .isLessThan(reserve + used);
    assertThat(slab.statistics().committedBytes()).isEqualTo(used);
  }

  @Test
  void onePairCostsNoVisitToThePageSource() {
    long first = slab.allocate(64, 16);
    long metadata = slab.statistics().metadataBytes();
    for (int i = 0; i < 100; i++) {
      slab.free(first);
      assertThat(slab.allocate(64, 16)).isEqualTo(first);
    }
    assertThat(slab.statistics().metadataBytes()).isEqualTo(metadata);
  }

  @Test
  void theReserveIsTakenFromLast() {
    List<Long> taken = take(64, 65); // a slab of 64 and one of the next
    slab.free(taken.getFirst());
    slab.free(taken.getLast());
    assertThat(slab.allocate(64, 16)).isEqualTo(taken.getFirst());
    assertThat(slab.allocate(64, 16)).isEqualTo(taken.getLast());
  }

  @Test
  void trimGivesTheReservesBack() {
    List<Long> taken = take(64, 5000);
    taken.addAll(take(2000, 100));
    taken.forEach(slab::free);
    long committed = slab.statistics().committedBytes();
    assertThat(slab.trim()).isEqualTo(committed);
    assertThat(region.committedBytes()).isZero();
    assertThat(slab.allocate(64, 16)).isEqualTo(region.base());
  }

  @Test
  void slabsGrowWithTheirClass() {
    take(64, 20_000);
    Set<Long> sizes = new HashSet<>();
    slab.walkSlabs(run -> sizes.add((long) run.bytes));
    assertThat(sizes).contains(4096L, 8192L, 32768L).allMatch(bytes -> bytes <= 32768);
  }

  @Test
  void coloursDifferAndKeepTheAlignment() {
    List<Long> firsts = new ArrayList<>();
    take(208, 2000);
    slab.walkSlabs(run -> firsts.add(run.first - run.address));
    assertThat(new HashSet<>(firsts)).hasSizeGreaterThan(1);
    assertThat(firsts).allMatch(colour -> colour % 64 == 0);
  }

  @Test
  void loneBlocksComeFirstAndSlabsOnceTheyAreMany() {
    List<Long> taken = take(3000, 15);
    slab.walkSlabs(run -> assertThat(run).isNull());
    slab.allocate(3000, 16);
    slab.allocate(3000, 16);
    List<Integer> slots = new ArrayList<>();
    slab.walkSlabs(run -> slots.add(run.slotBytes));
    assertThat(slots).containsExactly(3072);
    taken.forEach(slab::free);
  }

  @Test
  void everyAlignmentIsServed() {
    for (long alignment = 1; alignment <= Allocator.MAX_ALIGNMENT; alignment *= 2) {
      for (long bytes : new long[] {0, 1, 16, 100, 1000, 5000, 16384, 16385, 100_000}) {
        for (int i = 0; i < 20; i++) {
          long address = slab.allocate(bytes, alignment);
          assertThat(address).isNotZero();
          assertThat(address % alignment).isZero();
        }
      }
      slab.verify();
    }
  }

  @Test
  void resizesWithinTheSlotOnly() {
    long block = slab.allocate(100, 16);
    assertThat(slab.resize(block, 112)).isTrue();
    assertThat(slab.sizeOf(block)).isEqualTo(112);
    assertThat(slab.resize(block, 113)).isFalse();
    assertThat(slab.resize(block, 0)).isTrue();
    assertThat(slab.sizeOf(block)).isZero();
    assertThat(slab.statistics().requestedBytes()).isZero();
    assertThat(slab.statistics().peakRequestedBytes()).isEqualTo(112);
    assertThatIllegalArgumentException().isThrownBy(() -> slab.resize(block, -1));
  }

  @Test
  void aLoneBlockThatIsResizedOutOfItsClassIsNoLongerCountedThere() {
    long block = slab.allocate(2000, 16);
    assertThat(slab.resize(block, 9000)).isTrue();
    slab.verify();
    assertThat(slab.resize(block, 40_000)).isTrue();
    slab.verify();
    assertThat(slab.resize(block, 10)).isTrue();
    slab.verify();
    assertThat(slab.sizeOf(block)).isEqualTo(10);
    slab.free(block);
  }

  @Test
  void aWrongFreeIsToldWhatStandsThere() {
    long small = slab.allocate(96, 16);
    long freed = slab.allocate(96, 16);
    long large = slab.allocate(50_000, 16);
    slab.free(freed);
    refused(freed, "in a free slot (freed already?)");
    refused(small + 16, "inside a block");
    refused(large + 64, "inside a block");
    refused(region.base() + region.bytes() - 16, "inside a hole (freed already?)");
    refused(region.base() - 16, "outside the region");
    refused(Allocator.NULL, "outside the region");
    slab.free(large);
    refused(large, "inside a hole (freed already?)");
    assertThat(slab.statistics().blocks()).isOne();
  }

  private void refused(long address, String what) {
    assertThatThrownBy(() -> slab.free(address))
        .isInstanceOf(InvalidFreeException.class)
        .hasMessageContaining("slab")
        .hasMessageContaining(what);
    assertThatThrownBy(() -> slab.sizeOf(address)).isInstanceOf(InvalidFreeException.class);
    assertThatThrownBy(() -> slab.resize(address, 1)).isInstanceOf(InvalidFreeException.class);
    slab.verify();
  }

  @Test
  void theEmptySlabsServeALargeBlockBeforeItIsRefused() {
    try (Region small = Region.reserve(RegionConfig.ofReserve(1 << 20))) {
      Slab full = new Slab(small);
      long last = full.allocate(64, 16);
      full.free(last);
      assertThat(full.allocate(1 << 20, 16)).isEqualTo(small.base());
      assertThat(full.allocate(1, 1)).isEqualTo(Allocator.NULL);
      full.free(small.base());
      full.verify();
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomUseOverAnyPageSource(Source source) {
    try (Region other = Region.reserve(RegionConfig.ofReserve(1L << 30))) {
      randomUse(new Slab(source.over(other)), 60_000);
    }
  }

  @Test
  void randomUse() {
    randomUse(slab, 120_000);
    assertThat(slab.statistics().blocks()).isZero();
    assertThat(slab.statistics().allocatedBytes()).isZero();
  }

  /// Takes, resizes and frees at random, with the block's number written at both ends.
  private static void randomUse(Slab slab, int operations) {
    Random random = new Random(7);
    List<long[]> live = new ArrayList<>();
    long requested = 0;
    long peak = 0;
    for (int i = 0; i < operations; i++) {
      boolean growing = i / 10_000 % 2 == 0;
      if (live.isEmpty() || random.nextInt(100) < (growing ? 65 : 35)) {
        long bytes = 8 + (long) Math.exp(random.nextDouble() * 11);
        long address = slab.allocate(bytes, 1L << random.nextInt(8));
        live.add(mark(new long[] {address, bytes, i}));
        requested += bytes;
      } else {
        int at = random.nextInt(live.size());
        long[] block = live.get(at);
        check(slab, block);
        if (random.nextInt(4) == 0) {
          long bytes = 8 + random.nextLong(2 * block[1]);
          if (slab.resize(block[0], bytes)) {
            requested += bytes - block[1];
            block[1] = bytes;
            mark(block);
          }
        } else {
          slab.free(block[0]);
          requested -= block[1];
          live.set(at, live.getLast());
          live.removeLast();
        }
      }
      peak = Math.max(peak, requested);
      assertThat(slab.statistics().requestedBytes()).isEqualTo(requested);
      if (i % 5_000 == 0) {
        slab.verify();
      }
    }
    assertThat(slab.statistics().peakRequestedBytes()).isEqualTo(peak);
    live.forEach(block -> check(slab, block));
    live.forEach(block -> slab.free(block[0]));
    slab.verify();
  }

  private static long[] mark(long[] block) {
    Memory.setLong(block[0], block[2]);
    Memory.setLong(block[0] + block[1] - 8, block[2]);
    return block;
  }

  private static void check(Slab slab, long[] block) {
    assertThat(slab.sizeOf(block[0])).isEqualTo(block[1]);
    assertThat(Memory.getLong(block[0] + block[1] - 8)).isEqualTo(block[2]);
    assertThat(block[1] < 16 ? block[2] : Memory.getLong(block[0])).isEqualTo(block[2]);
  }

  @Test
  void blocksAndHolesTileWhatIsCommitted() {
    List<Long> taken = take(100, 500);
    taken.addAll(take(5000, 40));
    for (int i = 0; i < taken.size(); i += 3) {
      slab.free(taken.get(i));
    }
    long[] end = {region.base()};
    slab.walk(
        new Walkable.Visitor() {
          @Override
          public void block(long address, long bytes, long requested) {
            hole(address, bytes);
          }

          @Override
          public void hole(long address, long bytes) {
            assertThat(address).isEqualTo(end[0]);
            end[0] += bytes;
          }
        });
    assertThat(end[0] - region.base()).isEqualTo(region.highestCommitted());
  }

  private List<Long> take(long bytes, int count) {
    List<Long> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(slab.allocate(bytes, 16));
    }
    return taken;
  }
}
