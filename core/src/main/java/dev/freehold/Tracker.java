package dev.freehold;

import dev.freehold.track.AgeHistogram;
import dev.freehold.track.Amount;
import dev.freehold.track.Sample;
import dev.freehold.track.Site;
import dev.freehold.track.Stack;
import dev.freehold.track.StackTable;
import dev.freehold.track.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a heap knows of its recorded blocks beyond each of them: the profile and the leaks.
///
/// Safe for use by many threads. `announced`, `grown` and `lastFound` are guarded by this.
final class Tracker {
  private final String heap;
  private final Checks checks;
  private final boolean isStacked;
  private final StackTable stacks = new StackTable();
  private final Set<BlockRecord> announced = new HashSet<>();
  private final Set<List<StackTraceElement>> grown = new HashSet<>();
  private long lastFound;

  Tracker(String heap, Checks checks, CheckConfig config) {
    this.heap = heap;
    this.checks = checks;
    this.isStacked = config.stacks() == CheckConfig.Stacks.RECORDED;
  }

  /// Who takes a block that is sampled, on this thread.
  Origin sampled(double weight, long bytes) {
    Stack stack = isStacked ? stacks.here() : stacks.others();
    Site site = stack.site();
    Sample sample = new Sample(stacks, stack, weight, bytes, site.nanos());
    return new Origin(isStacked ? site : null, sample, new Tether());
  }

  /// Who takes a block where all are recorded, on this thread, and owns it as an object.
  Origin tethered(@Nullable Site site, long bytes) {
    return counted(site, bytes, new Tether());
  }

  /// Who takes a block where all are recorded, on this thread, and owns it by address.
  Origin byAddress(@Nullable Site site, long bytes) {
    return counted(site, bytes, null);
  }

  private Origin counted(@Nullable Site site, long bytes, @Nullable Tether tether) {
    long nanos = site == null ? System.nanoTime() : site.nanos();
    return new Origin(site, new Sample(stacks, null, 1, bytes, nanos), tether);
  }

  /// The profile over live records.
  HeapProfile profile(List<BlockRecord> live, long interval) {
    List<LeakSite> held = SiteSums.of(live).sites();
    List<HeapProfile.Row> rows = new ArrayList<>();
    if (checks != Checks.SAMPLED) {
      for (LeakSite site : held) {
        long blocks = Math.round(site.amount().blocks());
        rows.add(
            new HeapProfile.Row(
                site.frames(), blocks, site.amount(), site.amount(), Amount.NONE, site.ages()));
      }
      return new HeapProfile(heap, checks, 0, rows);
    }
    Map<List<StackTraceElement>, AgeHistogram> ages = new HashMap<>();
    held.forEach(site -> ages.put(site.frames(), site.ages()));
    Map<List<StackTraceElement>, Tally.Sums> sums = new HashMap<>();
    for (Stack stack : stacks.all()) {
      Tally.Sums each = stack.tally().sums();
      if (each.samples() > 0) {
        sums.merge(stack.frames(), each, Tally.Sums::plus);
      }
    }
    sums.forEach((frames, sum) ->
        rows.add(
            new HeapProfile.Row(
                frames,
                sum.samples(),
                sum.taken(),
                sum.inUse(),
                sum.temporary(),
                ages.getOrDefault(frames, AgeHistogram.EMPTY))));
    return new HeapProfile(heap, checks, interval, rows);
  }

  /// What of live records may have leaked.
  LeakReport leaks(List<BlockRecord> live) {
    announceLost(() -> live);
    return new LeakReport(
        heap,
        checks,
        Leaks.of(held(live)),
        Leaks.of(SiteSums.of(lost(live)).sites()),
        Leaks.of(growing()));
  }

  /// Live records by site, the most bytes first.
  List<LeakSite> held(List<BlockRecord> live) {
    return isStacked ? SiteSums.of(live).sites() : List.of();
  }

  private static List<BlockRecord> lost(List<BlockRecord> live) {
    return live.stream().filter(BlockRecord::isLost).toList();
  }

  /// Writes an event for each site that has lost blocks since the last call.
  ///
  /// @param live asked for where any heap has lost blocks since
  synchronized void announceLost(Supplier<List<BlockRecord>> live) {
    long found = BlockRecord.findLost();
    if (found == lastFound) {
      return;
    }
    lastFound = found;
    List<BlockRecord> lost = lost(live.get());
    announced.retainAll(lost);
    List<BlockRecord> fresh = lost.stream().filter(announced::add).toList();
    if (!fresh.isEmpty()) {
      Events.leaked(heap, "lost", SiteSums.of(fresh).sites());
    }
  }

  /// Writes an event for each site of blocks that a closed heap holds.
  void announceHeld(List<LeakSite> held) {
    Events.leaked(heap, "held", held);
  }

  /// Ends an epoch, and writes an event for each site that grows and did not before.
  ///
  /// @param live asked for where any heap has lost blocks since the last call
  void endEpoch(Supplier<List<BlockRecord>> live) {
    announceLost(live);
    stacks.endEpoch();
    List<LeakSite> growing = growing();
    List<LeakSite> fresh;
    synchronized (this) {
      fresh = growing.stream().filter(site -> !grown.contains(site.frames())).toList();
      grown.clear();
      growing.forEach(site -> grown.add(site.frames()));
    }
    Events.leaked(heap, "growing", fresh);
  }

  private List<LeakSite> growing() {
    Map<List<StackTraceElement>, Amount> growths = new HashMap<>();
    for (Stack stack : stacks.all()) {
      Amount growth = stack.tally().growth();
      if (growth != null) {
        growths.merge(stack.frames(), growth, Amount::plus);
      }
    }
    return growths.entrySet().stream()
        .map(each -> new LeakSite(each.getKey(), each.getValue(), AgeHistogram.EMPTY))
        .sorted(Comparator.comparingDouble((LeakSite site) -> site.amount().bytes()).reversed())
        .toList();
  }
}
