package dev.freehold.lab.replay;

import dev.freehold.lab.trace.Trace;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Who holds the memory of a replay: its live blocks, grouped by requested size.
final class Holders {
  private static final int LARGEST = 3;

  private record Group(long size, long count) {
    long bytes() {
      return size * count;
    }
  }

  private Holders() {}

  /// The groups that hold the most, as one phrase.
  static String largest(Trace trace, BitSet live) {
    Map<Long, Long> counts = new HashMap<>();
    live.stream().forEach(block -> counts.merge(trace.bytes(block), 1L, Long::sum));
    if (counts.isEmpty()) {
      return "no block is held";
    }
    List<Group> groups =
        counts.entrySet().stream()
            .map(entry -> new Group(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingLong(Group::bytes).thenComparingLong(Group::size).reversed())
            .limit(LARGEST)
            .toList();
    return "held most by "
        + groups.stream()
            .map(group ->
                String.format(
                    Locale.ROOT,
                    "%,d x %,d bytes = %,d",
                    group.count(),
                    group.size(),
                    group.bytes()))
            .collect(Collectors.joining(", "));
  }
}
