package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.InvalidFreeException;
import dev.freehold.alloc.Measured;
import dev.freehold.alloc.Owning;
import dev.freehold.alloc.RegionAllocator;
import dev.freehold.alloc.Resettable;
import dev.freehold.alloc.Statistics;
import dev.freehold.alloc.Trimmable;
import dev.freehold.alloc.Verifiable;
import dev.freehold.alloc.Walkable;
import dev.freehold.os.Errno;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.testkit.ShadowRun.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The tests that every allocator passes, a user's too.
///
/// ```java
/// class BestFitTest extends AllocatorContract {
///   @Override
///   protected Allocator over(Region region) {
///     return new BestFit(region);
///   }
/// }
/// ```
///
/// What needs [Measured], [Walkable], [Verifiable] and so on is tested where the allocator has the
/// interface, and skipped where not. What the four primitives leave open, an allocator promises by
/// [#promises].
@ExtendWith(VerifyAfterEach.class)
public abstract class AllocatorContract {
  /// What an allocator may promise beyond the four primitives.
  public enum Promise {
    /// It refuses once its room is used up; the contract uses it up.
    BOUNDED,
    /// What is freed can be handed out again, whatever the order of the frees.
    REUSES,
    /// Once all is freed, all is one hole.
    COALESCES,
    /// Blocks and holes lie side by side: what is between two neighbours in the walk is nothing.
    TILES
  }

  private static final long[] SIZES = {
    0, 1, 7, 8, 15, 16, 17, 100, 255, 256, 1000, 4096, 5000, 70_000
  };

  private Region region;
  private Allocator allocator;
  private final List<Block> live = new ArrayList<>();

  /// Creates a contract.
  protected AllocatorContract() {}

  /// Whether the largest sums so far are kept at each operation, or seen only when figures are
  /// asked for.
  ///
  /// @return whether they are exact at any moment
  protected boolean keepsPeaks() {
    return true;
  }

  /// A fresh allocator without blocks.
  ///
  /// @param region to serve blocks of, its size as [#config] says; closed after the test. An
  ///   allocator of other memory leaves it alone
  /// @return the allocator to test
  protected abstract Allocator over(Region region);

  /// The region that most tests use, which is also filled to the last byte.
  ///
  /// @return a region of 64 MiB, where not overridden
  protected RegionConfig config() {
    return RegionConfig.ofReserve(64 << 20);
  }

  /// What this allocator promises.
  ///
  /// @return all, where not overridden
  protected Set<Promise> promises() {
    return EnumSet.allOf(Promise.class);
  }

  /// What the random operations are.
  ///
  /// @return [Mix#STANDARD], where not overridden
  protected Mix mix() {
    return Mix.STANDARD;
  }

  @BeforeEach
  void open() {
    region = Region.reserve(config());
    allocator = over(region);
  }

  @AfterEach
  void close() {
    region.close();
  }

  private boolean promised(Promise promise) {
    return promises().contains(promise);
  }

  private Block take(long bytes, long alignment) {
    long address = allocator.allocate(bytes, alignment);
    assertThat(address)
        .as("address of %d bytes, alignment %d", bytes, alignment)
        .isNotEqualTo(Allocator.NULL);
    Block block = new Block(address, bytes, live.size());
    live.add(block);
    fill(block);
    return block;
  }

  private void fill(Block block) {
    Reach.check(allocator, block.address(), block.bytes());
    block.fill();
  }

  private void check(Block block) {
    Reach.check(allocator, block.address(), block.bytes());
    block.check();
  }

  private void takeSome() {
    for (int i = 0; i < 3; i++) {
      for (long bytes : SIZES) {
        take(bytes, 1L << live.size() % 8);
      }
    }
    for (int i = live.size() - 2; i > 0; i -= 3) {
      give(live.get(i));
    }
  }

  private void give(Block block) {
    check(block);
    allocator.free(block.address());
    live.remove(block);
  }

  private void giveAll() {
    while (!live.isEmpty()) {
      give(live.get(live.size() / 2));
    }
  }

  private void checkAll() {
    live.forEach(this::check);
    live.forEach(block -> assertThat(allocator.sizeOf(block.address())).isEqualTo(block.bytes()));
  }

  private Measured measured() {
    assumeTrue(allocator instanceof Measured, "the allocator is not Measured");
    return (Measured) allocator;
  }

  private Walkable walkable() {
    assumeTrue(allocator instanceof Walkable, "the allocator is not Walkable");
    return (Walkable) allocator;
  }

  // The four primitives.

  @Test
  void servesEverySizeAtEveryAlignment() {
    for (long alignment = 1; alignment <= Allocator.MAX_ALIGNMENT; alignment *= 2) {
      for (long bytes : SIZES) {
        Block block = take(bytes, alignment);
        assertThat(block.address() % alignment).as("address modulo %d", alignment).isZero();
        if (alignment > 64 << 10) {
          give(block);
        }
      }
    }
    checkAll();
  }

  @Test
  void blocksDoNotOverlap() {
    ShadowModel model = new ShadowModel(1000);
    for (int i = 0; i < 1000; i++) {
      long bytes = SIZES[i % SIZES.length];
      model.allocate(i, take(bytes, 1L << i % 7).address(), bytes, 1L << i % 7);
    }
    checkAll();
  }

  @Test
  void blocksOfZeroBytesHaveAddressesOfTheirOwn() {
    ShadowModel model = new ShadowModel(100);
    for (int i = 0; i < 100; i++) {
      model.allocate(i, take(i % 3 == 0 ? 8 : 0, 1).address(), i % 3 == 0 ? 8 : 0, 1);
    }
    checkAll();
    giveAll();
  }

  @Test
  void resizeKeepsAddressAndContents() {
    for (long bytes : SIZES) {
      Block block = take(bytes, 8);
      for (long other : new long[] {bytes + 1, bytes * 2, bytes + 5000, bytes / 2, 1, 0, 3}) {
        long before = allocator.sizeOf(block.address());
        boolean resized = allocator.resize(block.address(), other);
        assertThat(allocator.sizeOf(block.address())).isEqualTo(resized ? other : before);
        block.checkFirst(Math.min(before, resized ? other : before));
        block = new Block(block.address(), resized ? other : before, block.seed());
        fill(block);
      }
      live.set(live.size() - 1, block);
    }
    checkAll();
    giveAll();
  }

  @Test
  void resizeToTheSameSizeIsGranted() {
    for (long bytes : SIZES) {
      assertThat(allocator.resize(take(bytes, 8).address(), bytes))
          .as("resize of %d bytes to the same", bytes)
          .isTrue();
    }
    checkAll();
  }

  @Test
  void refusedResizeChangesNothing() {
    takeSome();
    Snapshot before = Snapshot.of(allocator);
    for (Block block : live) {
      for (long bytes : new long[] {1L << 40, 1L << 62, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
        assertThat(allocator.resize(block.address(), bytes)).as("resize to %d", bytes).isFalse();
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> allocator.resize(block.address(), -1))
          .isNotInstanceOf(InvalidFreeException.class);
    }
    assertThat(Snapshot.of(allocator)).isEqualTo(before);
    checkAll();
  }

  @Test
  void refusesSizesThatNothingHolds() {
    takeSome();
    Snapshot before = Snapshot.of(allocator);
    for (long bytes :
        new long[] {
          1L << 46, 1L << 62, Long.MAX_VALUE - 4096, Long.MAX_VALUE - 7, Long.MAX_VALUE
        }) {
      for (long alignment = 1; alignment <= Allocator.MAX_ALIGNMENT; alignment *= 2) {
        assertThat(allocator.allocate(bytes, alignment))
            .as("allocate(%d, %d)", bytes, alignment)
            .isEqualTo(Allocator.NULL);
      }
    }
    assertThat(Snapshot.of(allocator)).isEqualTo(before);
    checkAll();
  }

  @Test
  void throwsForNegativeSizesAndBadAlignments() {
    takeSome();
    Snapshot before = Snapshot.of(allocator);
    for (long bytes : new long[] {-1, -4096, Long.MIN_VALUE}) {
      assertThatIllegalArgumentException().isThrownBy(() -> allocator.allocate(bytes, 8));
    }
    for (long alignment :
        new long[] {0, -1, 3, 24, -16, Allocator.MAX_ALIGNMENT * 2, 1L << 62, Long.MIN_VALUE}) {
      assertThatIllegalArgumentException()
          .as("alignment %d", alignment)
          .isThrownBy(() -> allocator.allocate(16, alignment));
    }
    assertThat(Snapshot.of(allocator)).isEqualTo(before);
    checkAll();
  }

  @Test
  void throwsForAddressesOfNoLiveBlock() {
    Block freed = take(100, 16);
    takeSome();
    give(freed);
    Block other = live.get(live.size() - 1);
    List<Long> wrong = new ArrayList<>(List.of(Allocator.NULL, freed.address(), 1L, -1L));
    wrong.addAll(List.of(Long.MIN_VALUE, Long.MAX_VALUE, region.base() - 16));
    wrong.add(region.base() + region.bytes());
    wrong.add(region.base() + region.bytes() - 16);
    for (long inside : new long[] {1, 8, 16, 4096, other.bytes() / 2, other.bytes() - 1}) {
      wrong.add(other.address() + inside);
    }
    Snapshot before = Snapshot.of(allocator);
    for (long address : wrong) {
      String what = "0x%x".formatted(address);
      assertThatThrownBy(() -> allocator.free(address))
          .as("free of %s", what)
          .isInstanceOf(InvalidFreeException.class);
      assertThatThrownBy(() -> allocator.sizeOf(address))
          .as("size of %s", what)
          .isInstanceOf(InvalidFreeException.class);
      assertThatThrownBy(() -> allocator.resize(address, 8))
          .as("resize of %s", what)
          .isInstanceOf(InvalidFreeException.class);
    }
    assertThat(Snapshot.of(allocator)).isEqualTo(before);
    checkAll();
    giveAll();
  }

  @Test
  void freeTwiceThrows() {
    takeSome();
    for (Block block : List.copyOf(live)) {
      give(block);
      assertThatThrownBy(() -> allocator.free(block.address()))
          .as("second free of %s", block)
          .isInstanceOfSatisfying(
              InvalidFreeException.class, e -> assertThat(e.address()).isEqualTo(block.address()));
    }
  }

  // Exhaustion.

  @Test
  void exhaustionRefusesAndAllStaysUsable() {
    assumeTrue(promised(Promise.BOUNDED), "the allocator is not bounded");
    List<Long> taken = fillUp();
    Snapshot full = Snapshot.of(allocator);
    assertThat(allocator.allocate(1 << 20, 1)).isEqualTo(Allocator.NULL);
    assertThat(Snapshot.of(allocator)).isEqualTo(full);
    if (allocator instanceof Verifiable verifiable) {
      verifiable.verify();
    }
    if (promised(Promise.REUSES)) {
      long first = taken.removeFirst();
      long bytes = allocator.sizeOf(first);
      allocator.free(first);
      long again = allocator.allocate(bytes, 1);
      assertThat(again).as("%d bytes just freed", bytes).isNotEqualTo(Allocator.NULL);
      taken.add(again);
    }
    taken.forEach(allocator::free);
    if (promised(Promise.REUSES)) {
      int blocks = taken.size();
      List<Long> second = fillUp();
      assertThat(second.size()).as("blocks when filled again").isGreaterThanOrEqualTo(blocks / 2);
      second.forEach(allocator::free);
    }
  }

  private List<Long> fillUp() {
    List<Long> taken = new ArrayList<>();
    for (long bytes = 1 << 20; bytes > 0; bytes /= 16) {
      long address = allocator.allocate(bytes, 1);
      while (address != Allocator.NULL) {
        taken.add(address);
        assertThat(taken).as("blocks without a refusal").hasSizeLessThan(4 << 20);
        address = allocator.allocate(bytes, 1);
      }
    }
    assertThat(taken).isNotEmpty();
    return taken;
  }

  @Test
  void everyFailureOfTheOperatingSystemLeavesItValid() {
    OperationSequence sequence =
        OperationSequence.generate(3, 3000, new Mix(64, 1 << 18, 4096, 500));
    boolean failed = true;
    for (int n = 1; failed; n++) {
      FailingOs os = new FailingOs(Os.current(), n, Errno.ENOMEM);
      try (Region failing = Region.reserve(config(), os)) {
        ShadowRun.run(over(failing), sequence, 100);
      } catch (OsException e) {
        // From reserve or from close: both tell.
        assertThat(e.errno()).isEqualTo(Errno.ENOMEM);
      }
      failed = os.failed();
      assertThat(n).as("calls of the operating system").isLessThan(10_000);
    }
  }

  // Statistics, walk, and what else an allocator can do.

  @Test
  void statisticsAreExact() {
    Measured measured = measured();
    assertThat(measured.statistics().blocks()).isZero();
    assertThat(measured.statistics().requestedBytes()).isZero();
    assertThat(measured.statistics().allocatedBytes()).isZero();
    takeSome();
    long peak = measured.statistics().peakRequestedBytes();
    expectStatistics(measured.statistics());
    if (keepsPeaks()) {
      assertThat(peak).isEqualTo(peakOfTakeSome());
    } else {
      assertThat(peak).isBetween(measured.statistics().requestedBytes(), peakOfTakeSome());
    }
    for (Block block : List.copyOf(live)) {
      give(block);
      expectStatistics(measured.statistics());
    }
    Statistics empty = measured.statistics();
    assertThat(empty.blocks()).isZero();
    assertThat(empty.allocatedBytes()).isZero();
    assertThat(empty.peakRequestedBytes()).isEqualTo(peak);
    assertThat(empty.peakAllocatedBytes()).isGreaterThanOrEqualTo(peak);
  }

  private static long peakOfTakeSome() {
    long sum = 0;
    for (long bytes : SIZES) {
      sum += 3 * bytes;
    }
    return sum;
  }

  private void expectStatistics(Statistics statistics) {
    assertThat(statistics.blocks()).isEqualTo(live.size());
    assertThat(statistics.requestedBytes()).isEqualTo(live.stream().mapToLong(Block::bytes).sum());
    assertThat(statistics.allocatedBytes()).isGreaterThanOrEqualTo(statistics.requestedBytes());
    assertThat(statistics.peakAllocatedBytes()).isGreaterThanOrEqualTo(statistics.allocatedBytes());
    assertThat(statistics.largestHoleBytes()).isLessThanOrEqualTo(statistics.holeBytes());
    assertThat(statistics.metadataBytes()).isNotNegative();
    if (allocator instanceof RegionAllocator of) {
      assertThat(of.region()).isSameAs(region);
      assertThat(statistics.committedBytes()).isEqualTo(region.committedBytes());
      assertThat(statistics.peakCommittedBytes()).isEqualTo(region.peakCommittedBytes());
    }
  }

  @Test
  void resizeIsCounted() {
    Measured measured = measured();
    Block block = take(1000, 8);
    take(8, 8);
    for (long bytes : new long[] {999, 500, 1000, 3, 0, 8}) {
      long before = allocator.sizeOf(block.address());
      boolean resized = allocator.resize(block.address(), bytes);
      assertThat(measured.statistics().requestedBytes()).isEqualTo(8 + (resized ? bytes : before));
      assertThat(measured.statistics().blocks()).isEqualTo(2);
    }
    assertThat(measured.statistics().peakRequestedBytes()).isEqualTo(1008);
  }

  @Test
  void walkTellsOfEveryBlockAndHoleOnce() {
    Walkable walkable = walkable();
    takeSome();
    Layout layout = Layout.of(walkable);
    ShadowModel model = new ShadowModel(live.size());
    for (int i = 0; i < live.size(); i++) {
      model.allocate(i, live.get(i).address(), live.get(i).bytes(), 1);
    }
    layout.compareBlocks(model);
    if (promised(Promise.TILES)) {
      for (int i = 1; i < layout.parts().size(); i++) {
        assertThat(layout.parts().get(i).address())
            .as("start of the %s", layout.parts().get(i))
            .isEqualTo(layout.parts().get(i - 1).end());
        assertThat(layout.parts().get(i).isHole() && layout.parts().get(i - 1).isHole())
            .as("two holes side by side at 0x%x", layout.parts().get(i).address())
            .isFalse();
      }
    }
  }

  @Test
  void statisticsAreTheSumsOfTheWalk() {
    Walkable walkable = walkable();
    takeSome();
    Statistics statistics = measured().statistics();
    Layout layout = Layout.of(walkable);
    layout.compareBlocks(statistics);
    if (allocator instanceof RegionAllocator) {
      layout.compareHoles(statistics, region.base() + region.highestCommitted());
    }
  }

  @Test
  void allFreedIsOneHole() {
    assumeTrue(promised(Promise.COALESCES), "the allocator does not promise to coalesce");
    Walkable walkable = walkable();
    takeSome();
    giveAll();
    Layout layout = Layout.of(walkable);
    assertThat(layout.blocks()).isEmpty();
    assertThat(layout.holes()).hasSizeLessThanOrEqualTo(1);
    if (allocator instanceof Measured measured) {
      assertThat(measured.statistics().externalFragmentation()).isZero();
    }
  }

  @Test
  void trimGivesBackWhatHoldsNoBlock() {
    assumeTrue(allocator instanceof Trimmable, "the allocator is not Trimmable");
    Trimmable trimmable = (Trimmable) allocator;
    takeSome();
    long before = region.committedBytes();
    assertThat(trimmable.trim()).isEqualTo(before - region.committedBytes());
    checkAll();
    takeSome();
    giveAll();
    trimmable.trim();
    if (allocator instanceof RegionAllocator && Os.current().name().equals("linux")) {
      assertThat(region.committedBytes()).as("committed bytes of no block").isZero();
    }
    takeSome();
    checkAll();
  }

  @Test
  void ownsItsBlocksAlone() {
    assumeTrue(allocator instanceof Owning, "the allocator is not Owning");
    Owning owning = (Owning) allocator;
    takeSome();
    assertThat(live).allMatch(block -> owning.owns(block.address()));
    for (long address : new long[] {Allocator.NULL, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(owning.owns(address)).as("owns 0x%x", address).isFalse();
    }
    if (allocator instanceof RegionAllocator) {
      assertThat(owning.owns(region.base() - 1)).isFalse();
      assertThat(owning.owns(region.base() + region.bytes())).isFalse();
    }
  }

  @Test
  void resetFreesAll() {
    assumeTrue(allocator instanceof Resettable, "the allocator is not Resettable");
    takeSome();
    ((Resettable) allocator).reset();
    for (Block block : live) {
      assertThatThrownBy(() -> allocator.free(block.address()))
          .isInstanceOf(InvalidFreeException.class);
    }
    live.clear();
    if (allocator instanceof Measured measured) {
      assertThat(measured.statistics().blocks()).isZero();
      assertThat(measured.statistics().requestedBytes()).isZero();
      assertThat(measured.statistics().allocatedBytes()).isZero();
    }
    takeSome();
    checkAll();
  }

  // Random operations beside the shadow model.

  @Test
  void randomOperationsAreThoseOfTheModel() {
    runRandom(1, 200_000);
  }

  @Test
  @Tag("slow")
  void tenMillionRandomOperationsAreThoseOfTheModel() {
    runRandom(2, 10_000_000);
  }

  private void runRandom(long seed, int length) {
    RegionConfig large = RegionConfig.ofReserve(512 << 20);
    Outcome outcome =
        new ShadowCheck(large, this::over).check(OperationSequence.generate(seed, length, mix()));
    assertThat(outcome.refusals())
        .as("refusals of %s", outcome)
        .isLessThanOrEqualTo(outcome.allocations() / 1000);
  }
}
