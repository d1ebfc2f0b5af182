package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.os.Os;
import dev.freehold.track.Amount;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HeapProfileTest {
  private static final long INTERVAL = 2_000;

  /// A heap whose choices are those of a seed, and whose interval stays.
  private static Heap sampled(long seed, long interval, CheckConfig.Stacks stacks) {
    Random random = new Random(seed);
    return sampled(new Sampler(interval, () -> random, () -> 0), stacks);
  }

  private static Heap sampled(Sampler sampler, CheckConfig.Stacks stacks) {
    return Heap.open(
        HeapConfig.named("sampled")
            .withReserve(1 << 28)
            .withChecks(Checks.SAMPLED)
            .withCheckConfig(CheckConfig.DEFAULT.withStacks(stacks))
            .withHeldListener(report -> {}),
        Os.current(),
        sampler);
  }

  /// A heap that samples every block.
  private static Heap sampled() {
    return sampled(1, 1, CheckConfig.Stacks.RECORDED);
  }

  /// From 16 bytes to 16 KiB, each doubling as often as any other.
  private static long size(Random random) {
    return (long) (16 * Math.pow(1_024, random.nextDouble()));
  }

  private record Estimate(double taken, double inUse) {}

  /// Takes and frees blocks, and compares the profile with what was asked for.
  private static Estimate ratios(long seed) {
    Random program = new Random(1_000 + seed);
    try (Heap heap = sampled(seed, INTERVAL, CheckConfig.Stacks.LEFT_OUT)) {
      List<Block> live = new ArrayList<>();
      double taken = 0;
      for (int i = 0; i < 3_000; i++) {
        Block block = heap.allocate(size(program));
        taken += block.bytes();
        live.add(block);
        if (program.nextInt(4) == 0) {
          live.remove(program.nextInt(live.size())).close();
        }
      }
      double inUse = live.stream().mapToLong(Block::bytes).sum();
      HeapProfile profile = heap.profile();
      live.forEach(Block::close);
      assertThat(heap.profile().inUse()).isEqualTo(Amount.NONE);
      return new Estimate(profile.taken().bytes() / taken, profile.inUse().bytes() / inUse);
    }
  }

  @Test
  void estimatesAreWithinFivePercentForNinetyFiveOfAHundredSeeds() {
    List<Estimate> all = IntStream.range(0, 100).mapToObj(HeapProfileTest::ratios).toList();
    assertThat(all).filteredOn(each -> Math.abs(each.taken() - 1) <= 0.05).hasSizeGreaterThan(94);
    assertThat(all).filteredOn(each -> Math.abs(each.inUse() - 1) <= 0.05).hasSizeGreaterThan(94);
    assertThat(all.stream().mapToDouble(Estimate::taken).average().orElse(0))
        .isCloseTo(1, within(0.01));
    assertThat(all.stream().mapToDouble(Estimate::inUse).average().orElse(0))
        .isCloseTo(1, within(0.01));
  }

  @Test
  void theErrorThatIsStatedHolds() {
    int within = 0;
    for (int seed = 0; seed < 100; seed++) {
      try (Heap heap = sampled(seed, 20_000, CheckConfig.Stacks.LEFT_OUT);
          Arena arena = heap.arena()) {
        for (int i = 0; i < 1_000; i++) {
          arena.allocate(1 + i % 1_000);
        }
        Amount inUse = heap.profile().inUse();
        within += Math.abs(inUse.bytes() - 500_500) <= inUse.error() ? 1 : 0;
      }
    }
    assertThat(within).as("of 100, where 95 are expected").isBetween(85, 100);
  }

  @Test
  void changesOfTheIntervalBiasNothing() {
    Random random = new Random(3);
    AtomicLong clock = new AtomicLong();
    Sampler sampler =
        new Sampler(INTERVAL, () -> random, () -> clock.addAndGet(random.nextInt(900)));
    double taken = 0;
    double inUse = 0;
    long most = 0;
    try (Heap heap = sampled(sampler, CheckConfig.Stacks.LEFT_OUT)) {
      List<Block> live = new ArrayList<>();
      for (int i = 0; i < 200_000; i++) {
        clock.addAndGet(i / 20_000 % 2 == 0 ? 2_000 : 100_000);
        Block block = heap.allocate(16 + random.nextInt(2_000));
        taken += block.bytes();
        most = Math.max(most, sampler.interval());
        if (i % 20 == 0) {
          live.add(block);
          inUse += block.bytes();
        } else {
          block.close();
        }
      }
      HeapProfile profile = heap.profile();
      assertThat(most).isGreaterThan(4 * INTERVAL);
      assertThat(profile.taken().bytes() / taken).isCloseTo(1, within(0.05));
      assertThat(profile.inUse().bytes() / inUse).isCloseTo(1, within(0.15));
      live.forEach(Block::close);
    }
  }

  private static Block takeHere(Heap heap) {
    return heap.allocate(100);
  }

  private static Block takeThere(Heap heap) {
    return heap.allocate(300);
  }

  @Test
  void rowsAreByTheCallsThatTookTheBlocks() {
    try (Heap heap = sampled()) {
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        blocks.add(takeHere(heap));
        blocks.add(takeThere(heap));
      }
      blocks.remove(0).close();
      HeapProfile profile = heap.profile();
      assertThat(profile.rows()).hasSize(2);
      HeapProfile.Row there = profile.rows().get(0);
      HeapProfile.Row here = profile.rows().get(1);
      assertThat(there.place().getMethodName()).isEqualTo("takeThere");
      assertThat(there.frames().get(1).getMethodName())
          .isEqualTo("rowsAreByTheCallsThatTookTheBlocks");
      assertThat(there.inUse()).isEqualTo(new Amount(10, 3_000, 0));
      assertThat(here.inUse().blocks()).isCloseTo(9, within(1e-6));
      assertThat(here.taken().blocks()).isCloseTo(10, within(1e-6));
      assertThat(here.samples()).isEqualTo(10);
      assertThat(here.ages().bands().stream().mapToDouble(Amount::blocks).sum())
          .isCloseTo(9, within(1e-6));
      assertThat(profile.message()).contains("HeapProfileTest.takeThere(HeapProfileTest.java:");
      blocks.forEach(Block::close);
    }
  }

  @Test
  void twoLambdasOfOneClassAreTwoRows() {
    try (Heap heap = sampled()) {
      List<Runnable> tasks =
          List.of(() -> heap.allocate(10).close(), () -> heap.allocate(20).close());
      for (Runnable task : tasks) {
        task.run();
      }
      assertThat(heap.profile().rows()).hasSize(2);
    }
  }

  @Test
  void aBlockFreedAtOnceIsTemporaryAndOneFreedByAnotherThreadIsNot()
      throws ExecutionException, InterruptedException {
    try (Heap heap = sampled();
        var other = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < 100; i++) {
        heap.allocate(100).close();
      }
      Parcel parcel = heap.allocate(100).send();
      Future<?> freed = other.submit(() -> parcel.receive().close());
      freed.get();
      double temporary =
          heap.profile().rows().stream().mapToDouble(row -> row.temporary().blocks()).sum();
      assertThat(temporary).isBetween(1.0, 100.5); // not all, where the machine pauses
      assertThat(heap.profile().taken().blocks()).isCloseTo(101, within(1e-6));
    }
  }

  @Test
  void aResizedBlockIsInUseWithItsNewSize() {
    try (Heap heap = sampled();
        Block block = heap.allocate(1_000)) {
      assertThat(block.resize(900)).isTrue();
      assertThat(heap.profile().inUse().bytes()).isCloseTo(900, within(1e-6));
      assertThat(heap.profile().taken().bytes()).isCloseTo(1_000, within(1e-6));
    }
  }

  @Test
  void atFullWhatIsInUseIsCounted() {
    try (Heap heap =
            Heap.open(HeapConfig.named("full").withReserve(1 << 28).withChecks(Checks.FULL));
        Block block = takeHere(heap)) {
      takeThere(heap).close();
      assertThat(heap.profile().rows())
          .singleElement()
          .satisfies(row -> {
            assertThat(row.place().getMethodName()).isEqualTo("takeHere");
            assertThat(row.inUse()).isEqualTo(new Amount(1, block.bytes(), 0));
          });
    }
  }

  @Test
  void withoutStacksThereIsOneRowAndBelowSampledNone() {
    CheckConfig bare =
        CheckConfig.DEFAULT.withSampleBytes(1).withStacks(CheckConfig.Stacks.LEFT_OUT);
    HeapConfig config = HeapConfig.named("bare").withReserve(1 << 28).withCheckConfig(bare);
    try (Heap heap = Heap.open(config.withChecks(Checks.SAMPLED));
        Block here = takeHere(heap);
        Block there = takeThere(heap)) {
      assertThat(heap.profile().rows()).hasSize(1);
      assertThat(heap.profile().inUse().bytes())
          .isCloseTo((double) here.bytes() + there.bytes(), within(1e-6));
    }
    try (Heap heap = Heap.open(config.withChecks(Checks.SCOPED))) {
      assertThat(heap.profile().rows()).isEmpty();
    }
  }
}
