package dev.freehold.cli;

import dev.freehold.lab.pages.CellResult;
import dev.freehold.lab.pages.OptComparison;
import dev.freehold.lab.pages.PageTrace;
import dev.freehold.paging.curve.MissRatioCurve;
import dev.freehold.paging.policy.Policies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The tables of `freehold pages`: a row for each policy, a column for each size.
final class PagesTable {
  private static final String NONE = "-";

  private PagesTable() {}

  static String of(PageTrace trace, List<CellResult> results, OptComparison opt) {
    List<CellResult> fixed = results.stream().filter(each -> !each.isVariable()).toList();
    List<CellResult> variable = results.stream().filter(CellResult::isVariable).toList();
    StringBuilder text = new StringBuilder();
    text.append(
        number("%s: %,d requests for %,d pages%n", trace.name(), trace.length(), trace.distinct()));
    if (!fixed.isEmpty()) {
      text.append('\n')
          .append(matrix("misses at frames", fixed, each -> number("%,d", each.misses())))
          .append('\n')
          .append(matrix("miss ratio", fixed, each -> number("%.2f %%", 100 * each.ratio())))
          .append('\n')
          .append(
              matrix(
                  "misses per miss of OPT",
                  fixed,
                  each ->
                      opt.ratio(each).isPresent()
                          ? number("%.3f", opt.ratio(each).getAsDouble())
                          : NONE));
    }
    if (!variable.isEmpty()) {
      text.append('\n')
          .append(matrix("misses at window", variable, each -> number("%,d", each.misses())))
          .append('\n')
          .append(
              matrix("mean resident pages", variable, each -> number("%,.1f", each.meanPages())));
    }
    return text.append('\n').toString();
  }

  private static String matrix(
      String title, List<CellResult> results, Function<CellResult, String> figure) {
    int[] sizes =
        results.stream().mapToInt(each -> each.cell().size()).sorted().distinct().toArray();
    List<String> header = new ArrayList<>(List.of(title));
    Arrays.stream(sizes).forEach(size -> header.add(number("%,d", size)));
    Table table = new Table(header.toArray(String[]::new));
    results.stream()
        .map(each -> each.cell().policy())
        .distinct()
        .forEach(policy -> {
          List<String> row = new ArrayList<>(List.of(policy.policy()));
          for (int size : sizes) {
            row.add(
                results.stream()
                    .filter(each -> each.cell().policy() == policy && each.cell().size() == size)
                    .findFirst()
                    .map(figure)
                    .orElse(NONE));
          }
          table.add(row.toArray(String[]::new));
        });
    return table.toString();
  }

  /// What the curve of LRU says, if there is one.
  static Optional<String> curve(@Nullable MissRatioCurve curve, PageTrace trace) {
    return Optional.ofNullable(curve)
        .map(lru ->
            number(
                "The knee of lru is at %,d frames, where %.2f %% miss; %.2f %% are first requests,"
                    + " which no memory saves.%n",
                lru.knee(),
                100 * lru.ratio(lru.knee()),
                100.0 * trace.distinct() / trace.length()));
  }

  /// The frames that a target needs, least first.
  static String target(double target, Map<Policies, OptionalInt> needed) {
    Table table = new Table("for a miss ratio of " + number("%.4g", target), "frames");
    needed.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().orElse(Integer.MAX_VALUE)))
        .forEach(entry ->
            table.add(
                entry.getKey().policy(),
                entry.getValue().isPresent()
                    ? number("%,d", entry.getValue().getAsInt())
                    : "not reached"));
    return "\n" + table + "\n";
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
