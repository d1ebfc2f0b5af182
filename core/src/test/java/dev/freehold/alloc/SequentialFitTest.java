package dev.freehold.alloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each sequential fit takes exactly the hole that its definition says, compared address by address
/// with a list of holes searched from end to end.
class SequentialFitTest {
  private static final long STEP = 64 << 10;

  @Test
  void aGranuleIsNoLargerThanAStep() {
    try (Region region = Region.reserve(RegionConfig.ofReserve(1 << 20).withStep(4 << 10))) {
      assertThatThrownBy(() -> new BestFit(region, 8 << 10))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("granuleBytes is 8192: must be at most the step of the region, 4096");
    }
  }

  enum Fit {
    FIRST(FirstFit::new, SequentialFitTest::lowest),
    BEST(BestFit::new, SequentialFitTest::smallest),
    WORST(WorstFit::new, SequentialFitTest::largest);

    final Function<Region, RegionAllocator> open;
    final BiFunction<Model, Long, Optional<Long>> choice;

    Fit(Function<Region, RegionAllocator> open, BiFunction<Model, Long, Optional<Long>> choice) {
      this.open = open;
      this.choice = choice;
    }
  }

  /// Holes by address, with their sizes, below a committed end.
  static final class Model {
    final TreeMap<Long, Long> holes = new TreeMap<>();
    long end;

    long allocate(long bytes, BiFunction<Model, Long, Optional<Long>> choice) {
      long n = Math.max(16, (bytes + 15) & -16);
      long at = choice.apply(this, n).orElseGet(() -> extend(n));
      long size = Objects.requireNonNull(holes.remove(at));
      if (size > n) {
        holes.put(at + n, size - n);
      }
      return at;
    }

    private long extend(long n) {
      Map.Entry<Long, Long> last = holes.lastEntry();
      long start = last != null && last.getKey() + last.getValue() == end ? last.getKey() : end;
      end = (start + n + STEP - 1) & -STEP;
      holes.put(start, end - start);
      return start;
    }

    void free(long at, long bytes) {
      long start = at;
      long n = Math.max(16, (bytes + 15) & -16);
      Long right = holes.remove(at + n);
      n += right == null ? 0 : right;
      Map.Entry<Long, Long> left = holes.lowerEntry(at);
      if (left != null && left.getKey() + left.getValue() == at) {
        start = left.getKey();
        n += left.getValue();
      }
      holes.put(start, n);
    }
  }

  private static Optional<Long> lowest(Model model, long n) {
    return model.holes.entrySet().stream()
        .filter(hole -> hole.getValue() >= n)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Optional<Long> smallest(Model model, long n) {
    return model.holes.entrySet().stream()
        .filter(hole -> hole.getValue() >= n)
        .min(
            Comparator.comparing(
                    (Map.Entry<Long, Long> hole) -> hole.getKey() + hole.getValue() == model.end)
                .thenComparing(Map.Entry::getValue)
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey);
  }

  private static Optional<Long> largest(Model model, long n) {
    return model.holes.entrySet().stream()
        .filter(hole -> hole.getValue() >= n)
        .max(
            Comparator.comparing((Map.Entry<Long, Long> hole) -> hole.getValue())
                .thenComparing(hole -> -hole.getKey()))
        .map(Map.Entry::getKey);
  }

  private record Live(long address, long bytes) {}

  @ParameterizedTest
  @EnumSource
  void takesTheHoleOfItsDefinition(Fit fit) {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      try (Region region = Region.reserve(RegionConfig.ofReserve(1L << 30))) {
        RegionAllocator allocator = fit.open.apply(region);
        Model model = new Model();
        List<Live> live = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
          if (live.isEmpty() || random.nextInt(100) < (i < 2_000 ? 60 : 45)) {
            long bytes = size(random);
            long expected = model.allocate(bytes, fit.choice);
            long address = allocator.allocate(bytes, 16);
            assertThat(address - region.base())
                .as("seed %d operation %d", seed, i)
                .isEqualTo(expected);
            live.add(new Live(address, bytes));
          } else {
            Live block = live.remove(random.nextInt(live.size()));
            allocator.free(block.address);
            model.free(block.address - region.base(), block.bytes);
          }
          if (i % 500 == 0) {
            allocator.verify();
          }
        }
        allocator.verify();
        assertThat(allocator.statistics().holeBytes())
            .isEqualTo(model.holes.values().stream().mapToLong(Long::longValue).sum());
      }
    }
  }

  private static long size(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> random.nextInt(60_000);
      case 1, 2 -> random.nextInt(3_000);
      default -> random.nextInt(200);
    };
  }

  @ParameterizedTest
  @EnumSource
  void resizesIntoTheHoleBehindAndGivesTheRestBack(Fit fit) {
    try (Region region = Region.reserve(RegionConfig.ofReserve(1L << 20))) {
      RegionAllocator allocator = fit.open.apply(region);
      long first = allocator.allocate(100, 16);
      long second = allocator.allocate(100, 16);
      long third = allocator.allocate(100, 16);
      assertThat(allocator.resize(first, 113)).isFalse();
      assertThat(allocator.resize(first, 112)).isTrue();
      allocator.free(second);
      assertThat(allocator.resize(first, 224)).isTrue();
      assertThat(allocator.sizeOf(first)).isEqualTo(224);
      assertThat(allocator.resize(first, 225)).isFalse();
      assertThat(allocator.resize(first, 0)).isTrue();
      assertThat(allocator.resize(third, 500_000)).as("extends the last block").isTrue();
      allocator.verify();
      assertThat(allocator.resize(third, 1 << 20)).as("beyond the region").isFalse();
      allocator.verify();
      allocator.free(first);
      allocator.free(third);
      allocator.verify();
      assertThat(allocator.statistics().allocatedBytes()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void trimGivesBackWholeStepsOfEveryHoleAndServesFromThemAgain(Fit fit) {
    try (Region region = Region.reserve(RegionConfig.ofReserve(16L << 20))) {
      RegionAllocator allocator = fit.open.apply(region);
      long low = allocator.allocate(1 << 20, 16);
      long pin = allocator.allocate(16, 16);
      long high = allocator.allocate(1 << 20, 16);
      allocator.free(low);
      allocator.free(high);
      long committed = region.committedBytes();
      assertThat(allocator.trim())
          .isEqualTo(committed - region.committedBytes())
          .isGreaterThan(1 << 20);
      assertThat(region.committedBytes()).isEqualTo(STEP);
      allocator.verify();
      long again = allocator.allocate(1 << 20, 16);
      dev.freehold.os.Memory.fill(again, 1 << 20, (byte) 1);
      allocator.free(again);
      allocator.free(pin);
      allocator.verify();
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesWhatStandsAtAWrongAddress(Fit fit) {
    try (Region region = Region.reserve(RegionConfig.ofReserve(1L << 20))) {
      RegionAllocator allocator = fit.open.apply(region);
      long block = allocator.allocate(64, 16);
      assertThatThrownBy(() -> allocator.free(block + 32))
          .isInstanceOf(InvalidFreeException.class)
          .hasMessageContaining("32 bytes inside the block at 0x" + Long.toHexString(block));
      assertThatThrownBy(() -> allocator.free(block + 1)).isInstanceOf(InvalidFreeException.class);
      assertThatThrownBy(() -> allocator.free(0))
          .hasMessageContaining("outside the committed range");
      allocator.free(block);
      assertThatThrownBy(() -> allocator.free(block))
          .hasMessageContaining("in a hole, freed already");
      allocator.verify();
    }
  }
}
