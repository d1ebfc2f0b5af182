package dev.freehold.micrometer;

import dev.freehold.Budget;
import dev.freehold.BudgetStatistics;
import dev.freehold.Limit;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.ref.WeakReference;
import java.util.List;

/// The figures of a budget as meters, each with the tag `budget`, its path:
///
/// | meter | unit | what |
/// |---|---|---|
/// | gauge `freehold.budget.used` | bytes | acquired and not released, and committed for heaps, here and below |
/// | gauge `freehold.budget.reserved` | bytes | promised and not used yet |
/// | gauge `freehold.budget.peak` | bytes | the most that was ever charged at once, credits included |
/// | gauge `freehold.budget.limit` | bytes | the most that may be used, NaN where there is no limit |
/// | counter `freehold.budget.refusals` | requests | refused by this limit, here or below |
///
/// All are of one moment, at most a second old: to take them costs time linear in the budgets
/// below, under the lock of the tree. The budgets below are not shown; each has a binder of its
/// own, or none.
public final class BudgetMetrics implements MeterBinder, AutoCloseable {
  private final WeakReference<Budget> budget;
  private final Tags tags;
  private final Meters meters = new Meters();

  private BudgetMetrics(Budget budget, Iterable<Tag> tags) {
    this.budget = new WeakReference<>(budget);
    this.tags = Tags.of("budget", budget.path()).and(tags);
  }

  /// Shows a budget.
  ///
  /// @param budget which
  /// @return to be bound to a registry
  public static BudgetMetrics of(Budget budget) {
    return of(budget, List.of());
  }

  /// Shows a budget, with more tags.
  ///
  /// @param budget which
  /// @param tags beside `budget`
  /// @return to be bound to a registry
  public static BudgetMetrics of(Budget budget, Iterable<Tag> tags) {
    return new BudgetMetrics(budget, tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Snapshot<Budget, BudgetStatistics> snapshot =
        new Snapshot<>(budget, Budget::statistics, registry.config().clock());
    meters
        .of(registry, snapshot, tags)
        .gauge(
            "freehold.budget.used",
            BaseUnits.BYTES,
            "Bytes in use, here and below",
            BudgetStatistics::usedBytes)
        .gauge(
            "freehold.budget.reserved",
            BaseUnits.BYTES,
            "Bytes promised and not used yet",
            BudgetStatistics::reservedBytes)
        .gauge(
            "freehold.budget.peak",
            BaseUnits.BYTES,
            "The most bytes charged at once so far",
            BudgetStatistics::peakChargedBytes)
        .gauge(
            "freehold.budget.limit",
            BaseUnits.BYTES,
            "The most bytes that may be used",
            now -> now.limitBytes() == Limit.NONE ? Double.NaN : now.limitBytes())
        .counter(
            "freehold.budget.refusals",
            "requests",
            "Requests that this limit has refused",
            BudgetStatistics::refusals);
  }

  /// Removes the meters from all registries. Closing twice has no effect.
  @Override
  public void close() {
    meters.remove();
  }
}
