package dev.freehold;

import dev.freehold.track.AgeHistogram;
import dev.freehold.track.Amount;
import dev.freehold.track.Sample;
import dev.freehold.track.Site;
import dev.freehold.track.Stack;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sums records up by the calls that took their blocks.
final class SiteSums {
  private static final List<StackTraceElement> NOWHERE =
      List.of(new StackTraceElement("unknown", "unknown", null, -1));

  /// By stack, where there is one: its calls are compared once for all of its records.
  private final Map<Stack, Sum> ofStacks = new HashMap<>();

  private final Map<List<StackTraceElement>, Sum> sums = new HashMap<>();

  /// What is summed up of one site.
  private static final class Sum {
    Amount amount = Amount.NONE;
    final Amount[] bands = new Amount[AgeHistogram.LIMITS.size() + 1];

    Sum() {
      Arrays.fill(bands, Amount.NONE);
    }

    void add(Amount more, long age) {
      amount = amount.plus(more);
      int band = AgeHistogram.band(age);
      bands[band] = bands[band].plus(more);
    }

    void add(Sum other) {
      amount = amount.plus(other.amount);
      for (int i = 0; i < bands.length; i++) {
        bands[i] = bands[i].plus(other.bands[i]);
      }
    }
  }

  /// The sums of records: of all, or of every n-th where there are more than
  /// [LeakReport#LOOKED_AT].
  static SiteSums of(List<BlockRecord> records) {
    SiteSums sums = new SiteSums();
    long now = System.nanoTime();
    int every = records.size() / LeakReport.LOOKED_AT + 1;
    for (int i = 0; i < records.size(); i += every) {
      int stood = Math.min(every, records.size() - i);
      BlockRecord record = records.get(i);
      Sample sample = record.sample();
      if (sample != null) {
        sums.sum(record.taken(), sample).add(times(sample.amount(), stood), now - sample.nanos());
      }
    }
    sums.ofStacks.forEach((stack, sum) -> sums.sum(stack.frames()).add(sum));
    return sums;
  }

  private Sum sum(@Nullable Site site, Sample sample) {
    Stack stack = sample.stack();
    return stack == null
        ? sum(site == null ? NOWHERE : site.frames())
        : ofStacks.computeIfAbsent(stack, ignored -> new Sum());
  }

  private Sum sum(List<StackTraceElement> frames) {
    return sums.computeIfAbsent(frames, ignored -> new Sum());
  }

  private static Amount times(Amount amount, int times) {
    Amount sum = amount;
    for (int i = 1; i < times; i++) {
      sum = sum.plus(amount);
    }
    return sum;
  }

  /// The sites, the most bytes first.
  List<LeakSite> sites() {
    return sums.entrySet().stream()
        .map(each ->
            new LeakSite(
                each.getKey(),
                each.getValue().amount,
                new AgeHistogram(List.of(each.getValue().bands))))
        .sorted(
            Comparator.comparingDouble((LeakSite site) -> site.amount().bytes())
                .thenComparingDouble(site -> site.amount().blocks())
                .reversed())
        .toList();
  }
}
