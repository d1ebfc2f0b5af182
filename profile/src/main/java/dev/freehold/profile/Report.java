package dev.freehold.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A profile to be shown: alone, or as its growth over a base.
///
/// ```text
/// value = now - before          before = 0 without a base
/// ```
///
/// @param profile what is now
/// @param base what was before
public record Report(Profile profile, @Nullable Profile base) {
  /// A profile alone.
  ///
  /// @param profile what to show
  /// @return without a base
  public static Report of(Profile profile) {
    return new Report(profile, null);
  }

  /// What one stack, or one site, took of one heap.
  ///
  /// @param <W> [Stack] or [Frame]
  /// @param heap its name
  /// @param where blocks were taken
  /// @param before in the base
  /// @param now in the profile
  public record Change<W>(String heap, W where, Counts before, Counts now) {
    /// What is shown.
    ///
    /// @return now - before
    public Counts growth() {
      return now.minus(before);
    }

    private Change<W> plus(Change<W> other) {
      return new Change<>(heap, where, before.plus(other.before), now.plus(other.now));
    }
  }

  /// The rows of both profiles, by stack.
  ///
  /// @param type by which they are sorted, the most growth first
  /// @return each heap and stack once
  public List<Change<Stack>> stacks(SampleType type) {
    return changes(type, Row::stack);
  }

  /// The rows of both profiles, by where the program was.
  ///
  /// @param type by which they are sorted, the most growth first
  /// @return each heap and site once
  public List<Change<Frame>> sites(SampleType type) {
    return changes(type, row -> row.stack().site());
  }

  /// The sum of all rows.
  ///
  /// @return now - before
  public Counts totals() {
    Counts now = profile.totals();
    return base == null ? now : now.minus(base.totals());
  }

  /// Temporary blocks, more or fewer than before.
  ///
  /// @return by bytes, descending
  public List<Temporary> temporary() {
    return difference(
            Profile::temporary,
            each -> List.of(each.heap(), each.stack()),
            each -> each.with(-each.blocks(), -each.bytes()),
            (now, before) -> now.with(now.blocks() + before.blocks(), now.bytes() + before.bytes()))
        .stream()
        .filter(each -> base == null || each.blocks() != 0 || each.bytes() != 0)
        .sorted(Comparator.comparingLong(Temporary::bytes).reversed())
        .toList();
  }

  /// Leaks, more or fewer than before.
  ///
  /// @return by bytes, descending
  public List<Leak> leaks() {
    return difference(
            Profile::leaks,
            each -> each.with(0, 0),
            each -> each.with(-each.blocks(), -each.bytes()),
            (now, before) -> now.with(now.blocks() + before.blocks(), now.bytes() + before.bytes()))
        .stream()
        .filter(each -> base == null || each.blocks() != 0 || each.bytes() != 0)
        .sorted(Comparator.comparingLong(Leak::bytes).reversed())
        .toList();
  }

  /// Violations, more or fewer than before.
  ///
  /// @return by count, descending
  public List<Violation> violations() {
    return difference(
            Profile::violations,
            each -> List.of(each.heap(), each.defect(), each.used()),
            each -> each.withCount(-each.count()),
            (now, before) -> now.withCount(now.count() + before.count()))
        .stream()
        .filter(each -> each.count() != 0)
        .sorted(Comparator.comparingLong(Violation::count).reversed())
        .toList();
  }

  private <W> List<Change<W>> changes(SampleType type, Function<Row, W> where) {
    Map<List<Object>, Change<W>> changes = new LinkedHashMap<>();
    for (Row row : profile.rows()) {
      add(changes, new Change<>(row.heap(), where.apply(row), Counts.ZERO, row.counts()));
    }
    for (Row row : base == null ? List.<Row>of() : base.rows()) {
      add(changes, new Change<>(row.heap(), where.apply(row), row.counts(), Counts.ZERO));
    }
    List<Change<W>> sorted = new ArrayList<>(changes.values());
    sorted.sort(Comparator.comparingLong((Change<W> each) -> each.growth().of(type)).reversed());
    return sorted;
  }

  private static <W> void add(Map<List<Object>, Change<W>> changes, Change<W> change) {
    changes.merge(List.of(change.heap, change.where), change, Change::plus);
  }

  private <T> List<T> difference(
      Function<Profile, List<T>> part,
      Function<T, Object> key,
      Function<T, T> negative,
      BinaryOperator<T> sum) {
    Map<Object, T> all = new LinkedHashMap<>();
    part.apply(profile).forEach(each -> all.merge(key.apply(each), each, sum));
    if (base != null) {
      part.apply(base).forEach(each -> all.merge(key.apply(each), negative.apply(each), sum));
    }
    return List.copyOf(all.values());
  }
}
