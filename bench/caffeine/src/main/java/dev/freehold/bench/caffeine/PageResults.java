package dev.freehold.bench.caffeine;

import dev.freehold.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Writes the rounds of all policies as tables.
public final class PageResults {
  private PageResults() {}

  /// Runs.
  ///
  /// @param arguments the lines of [PageRounds] under [Round#HEADER], or `header` to print that;
  ///   the file to write
  /// @throws IOException if a file cannot be read or written
  public static void main(String[] arguments) throws IOException {
    if (arguments[0].equals("header")) {
      IO.println(Round.HEADER);
      return;
    }
    List<Round> rounds =
        Files.readAllLines(Path.of(arguments[0])).stream().skip(1).map(Round::of).toList();
    Map<String, List<Round>> traces = grouped(rounds, Round::trace);
    long each = rounds.size() / traces.size() / grouped(rounds, Round::policy).size();
    StringBuilder text = new StringBuilder(introduction(each));
    text.append(naming(traces));
    traces.forEach((name, of) -> text.append(speeds(name, of)));
    Files.writeString(Path.of(arguments[1]), text);
  }

  private static <K> Map<K, List<Round>> grouped(List<Round> rounds, Function<Round, K> key) {
    return rounds.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
  }

  private static String introduction(long rounds) {
    return """
    # Replacement policies beside Caffeine's simulator 3.2.4

    Written by `bench/pages`. Millions of requests a second on one thread, each replay from an empty cache, in one
    JVM for each policy (serial collector, 3 GB); medians of %d rounds, ours and theirs in turns. The ratio, theirs to
    ours in time, is taken within a round: median and range. The simulator's replay is its policy alone, without its
    parser, queues and reports, with its own settings. It takes pages by name; ours are numbered first, which is timed
    apart, and in the last column added to ours. Where misses differ, both follow the paper with other details.

    %s\
    """
        .formatted(rounds, Machine.describe());
  }

  private static String naming(Map<String, List<Round>> traces) {
    StringBuilder text = new StringBuilder("\n## Numbering the pages\n\n");
    text.append("| trace | requests | pages | M requests/s | range |\n|---|---:|---:|---:|---:|\n");
    traces.forEach((name, rounds) -> {
      Round one = rounds.getFirst();
      double[] speeds = sorted(rounds, round -> round.millions(round.namingNanos()));
      text.append(
          format(
              "| %s | %,d | %,d | %.1f | %.1f - %.1f |%n",
              name, one.requests(), one.pages(), median(speeds), speeds[0], last(speeds)));
    });
    return text.toString();
  }

  private static String speeds(String trace, List<Round> rounds) {
    StringBuilder text =
        new StringBuilder(format("%n## %s, %,d frames%n%n", trace, rounds.getFirst().frames()));
    text.append(
        "| policy | simulator's | misses | theirs | M requests/s | theirs | ratio | range ");
    text.append("| with numbering |\n|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
    grouped(rounds, Round::policy)
        .forEach((policy, of) -> {
          double[] ratios = sorted(of, Round::ratio);
          text.append(
              format(
                  "| `%s` | %s | %,d | %,d | %.1f | %.1f | %.1f | %.1f - %.1f | %.1f |%n",
                  policy,
                  Pair.named(policy).theirs(),
                  of.getFirst().ourMisses(),
                  of.getFirst().theirMisses(),
                  median(sorted(of, round -> round.millions(round.ourNanos()))),
                  median(sorted(of, round -> round.millions(round.theirNanos()))),
                  median(ratios),
                  ratios[0],
                  last(ratios),
                  median(sorted(of, Round::ratioWithNaming))));
        });
    return text.toString();
  }

  private static double[] sorted(List<Round> rounds, ToDoubleFunction<Round> value) {
    double[] values = rounds.stream().mapToDouble(value).toArray();
    Arrays.sort(values);
    return values;
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  private static double last(double[] sorted) {
    return sorted[sorted.length - 1];
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
