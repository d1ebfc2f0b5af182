package dev.freehold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The largest holders of a budget, in words: its children by what they use, and who is registered
/// by what they say.
final class LargestHolders {
  private static final int MOST = 5;

  private LargestHolders() {}

  static String of(BudgetStatistics budget, List<BudgetHolders> registered) {
    List<BudgetHolders.Holder> children =
        budget.largest().stream()
            .filter(child -> child.usedBytes() > 0)
            .map(child -> new BudgetHolders.Holder("budget " + child.name(), child.usedBytes()))
            .toList();
    List<BudgetHolders.Holder> others = new ArrayList<>();
    String failed = "";
    for (BudgetHolders holders : registered) {
      try {
        others.addAll(holders.largest(MOST));
      } catch (RuntimeException e) { // a refusal is told even where its cause cannot be
        failed = "; not all could be asked: " + e;
      }
    }
    others.sort(Comparator.comparingLong(BudgetHolders.Holder::bytes).reversed());
    if (!others.isEmpty() && others.getFirst().bytes() > 0) {
      others.removeIf(holder -> holder.bytes() == 0);
    }
    String text =
        List.of(children, others).stream()
            .filter(list -> !list.isEmpty())
            .map(LargestHolders::listed)
            .collect(Collectors.joining("; "));
    return (text.isEmpty() ? "%d bytes used, by no one named".formatted(budget.usedBytes()) : text)
        + failed;
  }

  private static String listed(List<BudgetHolders.Holder> holders) {
    String text =
        holders.stream()
            .limit(MOST)
            .map(holder -> "%s %d".formatted(holder.name(), holder.bytes()))
            .collect(Collectors.joining(", "));
    return holders.size() > MOST ? text + ", and others" : text;
  }
}
