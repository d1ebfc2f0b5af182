package dev.freehold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The figures of a budget and of those below it. Exact where no thread takes or gives meanwhile,
/// else off by at most what other threads move during the call.
///
/// ```text
/// charged = used + reserved + credits <= limit
/// used(budget) = own use + sum of used(child), and so for reserved and credits
/// ```
///
/// @param name of the budget
/// @param limitBytes the most that may be used at once
/// @param usedBytes acquired and not yet released, and committed for heaps, here and below
/// @param reservedBytes promised by reservations and not yet used, here and below
/// @param creditBytes that stripes and threads hold ready, here and below; a request is refused
///   only after they have been taken back
/// @param peakChargedBytes the largest [#chargedBytes] so far
/// @param refusals how often the limit of this budget has refused what a program asked for, here or
///   below
/// @param children those below, in the order in which they were made
public record BudgetStatistics(
    String name,
    long limitBytes,
    long usedBytes,
    long reservedBytes,
    long creditBytes,
    long peakChargedBytes,
    long refusals,
    List<BudgetStatistics> children) {
  private static final int SHOWN = 8;

  /// Keeps its own copy of the list.
  public BudgetStatistics {
    children = List.copyOf(children);
  }

  /// What is charged to the budget and so counts against its limit.
  ///
  /// @return bytes, never more than the limit
  public long chargedBytes() {
    return usedBytes + reservedBytes + creditBytes;
  }

  /// The tree in words, a line for each budget, of the children of each the eight that use most.
  ///
  /// @return lines such as `tenant-a 900000 of 1000000`
  public String tree() {
    List<String> names = new ArrayList<>();
    List<String> figures = new ArrayList<>();
    collect("", names, figures);
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      text.append(i == 0 ? "" : "\n")
          .append(names.get(i))
          .repeat(' ', width - names.get(i).length() + 2)
          .append(figures.get(i));
    }
    return text.toString();
  }

  private void collect(String indent, List<String> names, List<String> figures) {
    names.add(indent + name);
    figures.add(
        "%d of %s%s"
            .formatted(
                usedBytes,
                Limit.text(limitBytes),
                reservedBytes == 0 ? "" : ", %d reserved".formatted(reservedBytes)));
    List<BudgetStatistics> largest = largest();
    largest.stream().limit(SHOWN).forEach(child -> child.collect(indent + "  ", names, figures));
    if (largest.size() > SHOWN) {
      names.add("%s  and %d others".formatted(indent, largest.size() - SHOWN));
      long rest = largest.stream().skip(SHOWN).mapToLong(BudgetStatistics::usedBytes).sum();
      figures.add(Long.toString(rest));
    }
  }

  /// The children, those that use most first.
  List<BudgetStatistics> largest() {
    return children.stream()
        .sorted(Comparator.comparingLong(BudgetStatistics::usedBytes).reversed())
        .toList();
  }
}
