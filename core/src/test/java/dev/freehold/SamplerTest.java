package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.alloc.FirstFit;
import dev.freehold.alloc.Magazine;
import dev.freehold.alloc.PerThread;
import dev.freehold.os.Os;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SamplerTest {
  private static final long INTERVAL = 64 << 10;
  private static final int BLOCKS = 4_000_000;

  private final Random random = new Random(5);
  private final AtomicLong clock = new AtomicLong();
  private final Sampler sampler = new Sampler(INTERVAL, () -> random, clock::get);

  /// Six times the standard deviation of the sum of the weights of blocks of one size.
  private static double spread(long bytes, long blocks) {
    return 6 * Math.sqrt((Sampler.weight(bytes, INTERVAL) - 1) / blocks);
  }

  private static Magazine magazine(PerThread blocks, long bytes) {
    blocks.free(blocks.allocate(bytes, 16)); // makes the thread known
    return Objects.requireNonNull(blocks.magazine(bytes, 16));
  }

  private static double weigh(Sampler sampler, Magazine home, long bytes) {
    return home.countDown() ? sampler.weigh(home, bytes) : 0;
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 64, 1_024})
  void theWeightsOfSampledBlocksAddUpToAll(int bytes) {
    try (Region region = Region.reserve(RegionConfig.ofReserve(1 << 24), Os.current())) {
      PerThread blocks = new PerThread(new FirstFit(region));
      Magazine home = magazine(blocks, bytes);
      double sum = 0;
      for (int i = 0; i < BLOCKS; i++) {
        sum += weigh(sampler, home, bytes);
      }
      assertThat(sum / BLOCKS).isCloseTo(1, within(spread(bytes, BLOCKS)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 64 << 10, 1 << 20})
  void soDoThoseOfBlocksThatNoMagazineServes(long bytes) {
    double sum = 0;
    for (int i = 0; i < BLOCKS; i++) {
      sum += sampler.weigh(null, bytes);
    }
    assertThat(sum / BLOCKS).isCloseTo(1, within(spread(bytes, BLOCKS) + 1e-9));
  }

  @Test
  void theFirstBlockOfAMagazineHasTheChanceOfAnyOther() {
    try (Region region = Region.reserve(RegionConfig.ofReserve(1 << 24), Os.current())) {
      double sum = 0;
      int magazines = 20_000;
      PerThread blocks = new PerThread(new FirstFit(region));
      Magazine home = magazine(blocks, 1_024);
      for (int i = 0; i < magazines; i++) {
        home.sampleAfter(0, 0); // as new
        sum += weigh(sampler, home, 1_024);
      }
      assertThat(sum / magazines).isCloseTo(1, within(spread(1_024, magazines)));
    }
  }

  @Test
  void aChangeOfTheIntervalBiasesNothing() {
    try (Region region = Region.reserve(RegionConfig.ofReserve(1 << 24), Os.current())) {
      Magazine home = magazine(new PerThread(new FirstFit(region)), 1_024);
      long high = 16 * INTERVAL;
      int phases = 20_000;
      int blocks = 50; // so that many a count goes on when the interval has changed
      double[] sums = new double[2]; // the bias of one phase makes up for that of the other
      for (int i = 0; i < phases; i++) {
        while (i % 2 == 0 ? sampler.interval() > INTERVAL : sampler.interval() < high) {
          sample(16, 10_000, i % 2 == 0 ? 10_000_000 : 0);
        }
        for (int j = 0; j < blocks; j++) {
          sums[i % 2] += weigh(sampler, home, 1_024);
        }
      }
      int each = phases * blocks / 2;
      double spread = 6 * Math.sqrt((Sampler.weight(1_024, 2 * high) - 1) / each);
      assertThat(sums[0] / each).as("low").isCloseTo(1, within(spread));
      assertThat(sums[1] / each).as("high").isCloseTo(1, within(spread));
    }
  }

  @Test
  void aBlockOfNoBytesIsSampledAsOneOfOneByte() {
    assertThat(Sampler.weight(0, INTERVAL)).isEqualTo(Sampler.weight(1, INTERVAL));
    assertThat(Sampler.weight(1L << 40, INTERVAL)).isCloseTo(1, within(1e-9));
  }

  private void sample(int samples, long cost, long between) {
    for (int i = 0; i < samples; i++) {
      long began = clock.get();
      clock.addAndGet(cost);
      sampler.taken(began, BlockRecord.Memory.SURROUNDED);
      clock.addAndGet(between);
    }
  }

  @Test
  void theIntervalFollowsTheCost() {
    sample(16, 10_000, 10_000_000);
    assertThat(sampler.interval()).as("a thousandth of the time").isEqualTo(INTERVAL);
    sample(32, 10_000, 490_000);
    assertThat(sampler.interval()).as("a fiftieth").isGreaterThan(INTERVAL * 3 / 2);
    sample(1_000, 10_000, 0);
    assertThat(sampler.interval()).as("nothing but samples").isEqualTo(256 << 20);
    sample(1_000, 10_000, 10_000_000);
    assertThat(sampler.interval()).as("cheap again").isEqualTo(INTERVAL);
  }

  @Test
  void aSlowProgramNeedNotWaitForAWholeWindow() {
    sample(1_000, 10_000, 0);
    sample(10, 10_000, 2_000_000_000L);
    assertThat(sampler.interval()).isEqualTo(INTERVAL);
  }

  @Test
  void samplesCountForLittleUntilTheirCodeIsCompiled() {
    sample(200, 1_000_000, 100_000_000);
    assertThat(sampler.interval()).isEqualTo(INTERVAL);
    sample(1_000, 1_000_000, 9_000_000);
    assertThat(sampler.interval()).as("as one that was interrupted").isGreaterThan(INTERVAL);
  }

  @Test
  void freeingCountsToo() {
    for (int i = 0; i < 300; i++) {
      sample(1, 0, 500_000);
      long began = clock.get();
      clock.addAndGet(50_000);
      sampler.freed(began, BlockRecord.Memory.SURROUNDED);
    }
    assertThat(sampler.interval()).isGreaterThan(2 * INTERVAL);
  }

  @Test
  void guardPagesHaveAShareOfTheirOwn() {
    assertThat(sampler.guards()).isFalse();
    clock.addAndGet(20_000_000);
    assertThat(sampler.guards()).isTrue();
    long began = clock.get();
    clock.addAndGet(1_000_000);
    sampler.taken(began, BlockRecord.Memory.GUARDED);
    clock.addAndGet(900_000_000);
    assertThat(sampler.guards()).isFalse();
    clock.addAndGet(200_000_000);
    assertThat(sampler.guards()).as("a thousand times the cost later").isTrue();
    began = clock.get();
    clock.addAndGet(2_000_000);
    sampler.freed(began, BlockRecord.Memory.GUARDED);
    clock.addAndGet(1_900_000_000);
    assertThat(sampler.guards()).as("freeing costs, too").isFalse();
    assertThat(sampler.interval()).isEqualTo(INTERVAL);
  }
}
