package dev.freehold;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// Adds up the figures of a tree of budgets and checks their equations, under the lock of the tree.
final class BudgetAudit {
  private final IdentityHashMap<Budget, Long> creditsLent = new IdentityHashMap<>();

  /// Reads the credits that threads own.
  ///
  /// @param lent all that are lent in the tree
  BudgetAudit(List<Credit> lent) {
    lent.forEach(credit -> creditsLent.merge(credit.budget, credit.held(), Long::sum));
  }

  private long credits(Budget budget) {
    return budget.stripes.sum() + creditsLent.getOrDefault(budget, 0L);
  }

  /// The figures of a budget and of all below.
  BudgetStatistics statistics(Budget budget) {
    List<BudgetStatistics> children = new ArrayList<>();
    long reserved = budget.reserved.get();
    long credits = credits(budget);
    for (Budget child : budget.children) {
      BudgetStatistics below = statistics(child);
      children.add(below);
      reserved += below.reservedBytes();
      credits += below.creditBytes();
    }
    return new BudgetStatistics(
        budget.name(),
        budget.limitBytes(),
        Math.max(0, budget.charged - reserved - credits),
        reserved,
        credits,
        budget.peak,
        budget.refusals,
        children);
  }

  /// Checks a budget and all below, at rest.
  ///
  /// @throws IllegalStateException naming the first equation that does not hold
  void verify(Budget budget) {
    long below = budget.children.stream().mapToLong(child -> child.charged).sum();
    long reserved = budget.reserved.get();
    require(
        budget,
        "charged = own + sum of charged(child)",
        budget.charged == budget.own + below,
        "%d and %d".formatted(budget.charged, budget.own + below));
    require(
        budget,
        "0 <= charged <= limit",
        0 <= budget.charged && budget.charged <= budget.limitBytes(),
        "%d and %d".formatted(budget.charged, budget.limitBytes()));
    require(budget, "0 <= reserved", 0 <= reserved, Long.toString(reserved));
    require(
        budget,
        "credits + reserved + committed <= own (more was released than acquired)",
        credits(budget) + reserved + budget.committed <= budget.own,
        "%d + %d + %d and %d".formatted(credits(budget), reserved, budget.committed, budget.own));
    require(budget, "0 <= committed", 0 <= budget.committed, Long.toString(budget.committed));
    require(
        budget,
        "charged <= peak",
        budget.charged <= budget.peak,
        "%d and %d".formatted(budget.charged, budget.peak));
    require(
        budget,
        "stripes are frozen = budget is closed",
        budget.stripes.frozen() == budget.closed,
        "%b and %b".formatted(budget.stripes.frozen(), budget.closed));
    budget.children.forEach(this::verify);
  }

  private static void require(Budget budget, String equation, boolean holds, String figures) {
    if (!holds) {
      throw new IllegalStateException(
          "budget '%s': %s does not hold: %s".formatted(budget.path(), equation, figures));
    }
  }
}
