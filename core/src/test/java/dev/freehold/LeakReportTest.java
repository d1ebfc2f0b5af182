package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.os.Os;
import dev.freehold.track.Tally;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LeakReportTest {
  private static final int REQUESTS = 30_000;
  private static final long INTERVAL = 8_000;
  private static final int COLLECTIONS = 100;

  private final List<HeldReport> reports = new ArrayList<>();

  private Heap open(Checks level, long seed) {
    Random random = new Random(seed);
    return Heap.open(
        HeapConfig.named("server")
            .withReserve(1L << 30)
            .withChecks(level)
            .withCheckConfig(CheckConfig.DEFAULT.withSampleBytes(INTERVAL))
            .withHeldListener(reports::add),
        Os.current(),
        new Sampler(INTERVAL, () -> random, () -> 0));
  }

  private static void assertLeads(List<LeakSite> sites) {
    assertThat(sites).isNotEmpty();
    assertThat(sites.getFirst().frames())
        .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo(LeakingServer.LEAK));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void theAuditAtCloseNamesTheLeakFirst(long seed) {
    Heap heap = open(Checks.SAMPLED, seed);
    LeakingServer server = new LeakingServer(heap, LeakingServer.Fate.KEPT, seed);
    server.serve(REQUESTS);
    server.close();
    heap.close();
    HeldReport report = reports.getFirst();
    assertThat(report.blocks()).isEqualTo(server.leaks());
    assertLeads(report.sites());
    assertThat(report.sites()).hasSize(1);
    assertThat(report.sites().getFirst().amount().bytes())
        .isCloseTo((double) report.bytes(), within(report.sites().getFirst().amount().error() * 2));
    assertThat(report.message()).contains("about").contains("LeakingServer.readSession(");
    server.closeForgotten();
  }

  @ParameterizedTest
  @EnumSource(names = {"SAMPLED", "FULL"})
  void whatNobodyCanFreeIsLost(Checks level) throws InterruptedException {
    Heap heap = open(level, 4);
    LeakingServer server = new LeakingServer(heap, LeakingServer.Fate.DROPPED, 4);
    server.serve(level == Checks.SAMPLED ? REQUESTS : REQUESTS / 10);
    long expected =
        level == Checks.FULL
            ? server.leaks()
            : heap.profile().rows().stream()
                .filter(row ->
                    row.frames().stream()
                        .anyMatch(frame -> frame.getMethodName().equals(LeakingServer.LEAK)))
                .mapToLong(row -> Math.round(row.inUse().blocks()))
                .sum();
    LeakReport report = afterCollection(heap, expected);
    assertLeads(report.lost().sites());
    assertThat(report.lost().sites()).hasSize(1);
    assertThat(Math.round(report.lost().all().blocks())).isEqualTo(expected);
    assertThat(report.message()).contains("lost").contains("LeakingServer.readSession(");
    server.close();
    heap.close();
    assertThat(reports.getFirst().blocks()).as("reported, not freed").isEqualTo(server.leaks());
  }

  /// The report once the collector has found as many lost blocks, or has been asked often.
  private static LeakReport afterCollection(Heap heap, long blocks) throws InterruptedException {
    LeakReport report = heap.leakReport();
    for (int i = 0; Math.round(report.lost().all().blocks()) < blocks && i < COLLECTIONS; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(10);
      report = heap.leakReport();
    }
    return report;
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void aLeakGrowsAndACacheDoesNot(long seed) {
    try (Heap heap = open(Checks.SAMPLED, seed);
        LeakingServer server = new LeakingServer(heap, LeakingServer.Fate.KEPT, seed)) {
      for (int epoch = 0; epoch < 3 * Tally.WINDOW; epoch++) {
        server.serve(REQUESTS / 10);
        heap.endEpoch();
      }
      List<LeakSite> growing = heap.leakReport().growing().sites();
      assertLeads(growing);
      assertThat(growing).hasSize(1);
      server.closeForgotten();
    }
  }

  @Test
  void aSoundServerHasNoLeakOfAnyKind() {
    try (Heap heap = open(Checks.SAMPLED, 10);
        LeakingServer server = new LeakingServer(heap, LeakingServer.Fate.CLOSED, 10)) {
      for (int epoch = 0; epoch < 3 * Tally.WINDOW; epoch++) {
        server.serve(REQUESTS / 10);
        heap.endEpoch();
      }
      System.gc();
      LeakReport report = heap.leakReport();
      assertThat(report.growing()).isEqualTo(Leaks.NONE);
      assertThat(report.lost()).isEqualTo(Leaks.NONE);
      assertThat(report.held().sites()).as("the caches").hasSizeBetween(3, 4);
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void whatABlockWasHandedOnToKeepsItFromBeingLost() throws InterruptedException {
    try (Heap heap = open(Checks.FULL, 1)) {
      Parcel parcel = heap.allocate(100).send();
      Shared shared = heap.allocate(200).share();
      Counted counted = heap.allocate(300).count();
      Arena arena = heap.arena();
      arena.allocate(400);
      long byAddress = heap.addresses().allocate(500, 16);
      assertThat(heap.allocate(600).bytes()).isEqualTo(600);
      LeakReport report = afterCollection(heap, 1);
      assertThat(report.lost().all().bytes()).isEqualTo(600);
      parcel.close();
      shared.close();
      counted.close();
      arena.close();
      heap.addresses().free(byAddress);
    }
  }

  @Test
  void anArenaThatIsDroppedIsLost() throws InterruptedException {
    for (Checks level : List.of(Checks.SAMPLED, Checks.FULL)) {
      Heap heap = open(level, 1);
      dropArena(heap);
      LeakReport report = afterCollection(heap, 1);
      assertThat(report.lost().all().bytes()).as("%s", level).isCloseTo(100_000, within(1.0));
      heap.close();
    }
  }

  private static void dropArena(Heap heap) {
    heap.arena().allocate(100_000);
  }

  @Test
  void aGrowthHasToLastAndToStandOutFromTheNoise() {
    try (Heap heap = open(Checks.SAMPLED, 11)) {
      List<Block> blocks = new ArrayList<>();
      for (int epoch = 0; epoch <= Tally.WINDOW; epoch++) {
        assertThat(heap.leakReport().growing()).isEqualTo(Leaks.NONE);
        for (int i = 0; i < 100; i++) {
          blocks.add(heap.allocate(1_000));
        }
        heap.endEpoch();
      }
      assertThat(heap.leakReport().growing().all().bytes()).isBetween(400_000.0, 800_000.0);
      blocks.subList(0, 150).forEach(Block::close);
      heap.endEpoch();
      assertThat(heap.leakReport().growing()).isEqualTo(Leaks.NONE);
      blocks.subList(150, blocks.size()).forEach(Block::close);
    }
  }

  @Test
  void belowSampledNothingIsKnown() {
    try (Heap heap = open(Checks.SCOPED, 1);
        Block block = heap.allocate(64)) {
      heap.endEpoch();
      assertThat(heap.leakReport().held()).isEqualTo(Leaks.NONE);
      assertThat(heap.leakReport().message()).contains("-Dfreehold.checks=sampled");
      assertThat(block.bytes()).isEqualTo(64);
    }
  }

  /// A minute of service at the intervals of production, some 20,000 requests a second.
  @Test
  @Tag("slow")
  void aMinuteOfServiceTellsTheLeak() throws InterruptedException {
    Heap heap =
        Heap.open(
            HeapConfig.named("server").withChecks(Checks.SAMPLED).withHeldListener(reports::add));
    LeakingServer server = new LeakingServer(heap, LeakingServer.Fate.DROPPED, 1, 100_000);
    int epochs = 12;
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int i = 0; i < 100; i++) {
        server.serve(1_000);
        TimeUnit.MILLISECONDS.sleep(50);
      }
      heap.endEpoch();
    }
    System.out.println(heap.profile().message());
    LeakReport report = afterCollection(heap, 1);
    System.out.println(report.message());
    assertLeads(report.lost().sites());
    assertLeads(report.growing().sites());
    server.close();
    heap.close();
    assertLeads(reports.getFirst().sites());
  }
}
