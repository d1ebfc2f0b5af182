package dev.freehold.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.ListStatistics;

/// Runs a benchmark in rounds: in each round every subject once, in a JVM of its own, so that a
/// change of the machine's mood meets all of them alike. Ratios are taken within a round.
///
/// ```text
/// round 1   glibc  best-fit  slab ...      ratio of each to glibc
/// round 2   glibc  best-fit  slab ...      ratio of each to glibc
/// result    mean and 95 % confidence interval over rounds; median and range of the ratios
/// ```
public final class Rounds {
  /// The methods that are the only one of their class, and need no name in a table.
  private static final List<String> METHOD_OF_ONE = List.of("pair", "replace");

  private Rounds() {}

  /// Runs.
  ///
  /// @param arguments benchmark class, subjects (comma; ratios are to the first), rounds, output
  ///   file (`.md`; a `.csv` is written beside it), then `name=value,value` parameters
  /// @throws RunnerException if a benchmark fails
  public static void main(String[] arguments) throws RunnerException {
    String benchmark = arguments[0];
    List<String> subjects = Arrays.asList(arguments[1].split(","));
    int rounds = Integer.parseInt(arguments[2]);
    Path output = Path.of(arguments[3]);
    Map<String, Map<String, List<Double>>> nanos = new TreeMap<>(Rounds::byNumber);
    for (int round = 0; round < rounds; round++) {
      for (String subject : subjects) {
        Collection<RunResult> results =
            new Runner(options(benchmark, subject, arguments).build()).run();
        for (RunResult result : results) {
          nanos
              .computeIfAbsent(parameters(result.getParams()), ignored -> new TreeMap<>())
              .computeIfAbsent(subject, ignored -> new ArrayList<>())
              .add(result.getPrimaryResult().getScore());
        }
      }
    }
    write(output, table(benchmark, subjects, rounds, nanos));
    write(Path.of(output.toString().replace(".md", ".csv")), rows(nanos));
  }

  private static String rows(Map<String, Map<String, List<Double>>> nanos) {
    StringBuilder text = new StringBuilder("parameters,subject,nanos,error95\n");
    nanos.forEach((parameters, scores) ->
        scores.forEach((subject, rounds) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%s,%s,%.2f,%.2f%n",
                    parameters,
                    subject,
                    statistics(rounds).getMean(),
                    statistics(rounds).getMeanErrorAt(0.95)))));
    return text.toString();
  }

  private static ListStatistics statistics(List<Double> scores) {
    return new ListStatistics(scores.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static int byNumber(String a, String b) {
    return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }

  private static ChainedOptionsBuilder options(
      String benchmark, String subject, String[] arguments) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + benchmark + "\\.")
            .param("subject", subject)
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.milliseconds(700))
            .measurementIterations(3)
            .measurementTime(TimeValue.milliseconds(300))
            .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "-Xmx2g", "-XX:+UseSerialGC");
    for (int i = 4; i < arguments.length; i++) {
      String[] parameter = arguments[i].split("=");
      options.param(parameter[0], parameter[1].split(","));
    }
    return options;
  }

  /// The method, where a class has several, and its parameters.
  private static String parameters(BenchmarkParams params) {
    String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
    StringBuilder text = new StringBuilder(METHOD_OF_ONE.contains(method) ? "" : method);
    for (String key : params.getParamsKeys()) {
      if (!key.equals("subject")) {
        text.append(text.isEmpty() ? "" : " ").append(key).append(' ').append(params.getParam(key));
      }
    }
    return text.toString();
  }

  private static String table(
      String benchmark,
      List<String> subjects,
      int rounds,
      Map<String, Map<String, List<Double>>> nanos) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(benchmark).append("\n\n");
    text.append(
        "Nanoseconds per operation, mean and 95 %% confidence interval over %d rounds; ratio to %s within a round, median and range.%n%n"
            .formatted(rounds, subjects.getFirst()));
    text.append(Machine.describe()).append('\n');
    for (Map.Entry<String, Map<String, List<Double>>> row : nanos.entrySet()) {
      text.append("\n## ").append(row.getKey()).append("\n\n");
      text.append("| subject | ns/op | ± | x ")
          .append(subjects.getFirst())
          .append(" | range |\n|---|---|---|---|---|\n");
      List<Double> base = row.getValue().getOrDefault(subjects.getFirst(), List.of());
      for (String subject : subjects) {
        text.append(line(subject, row.getValue().getOrDefault(subject, List.of()), base));
      }
    }
    return text.toString();
  }

  private static String line(String subject, List<Double> scores, List<Double> base) {
    ListStatistics statistics = statistics(scores);
    double[] ratios = new double[Math.min(scores.size(), base.size())];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = scores.get(i) / base.get(i);
    }
    Arrays.sort(ratios);
    return ratios.length == 0
        ? "| %s | %.1f | %.1f | | |%n"
            .formatted(subject, statistics.getMean(), statistics.getMeanErrorAt(0.95))
        : String.format(
            Locale.ROOT,
            "| %s | %.1f | %.1f | %.2f | %.2f - %.2f |%n",
            subject,
            statistics.getMean(),
            statistics.getMeanErrorAt(0.95),
            ratios[ratios.length / 2],
            ratios[0],
            ratios[ratios.length - 1]);
  }

  private static void write(Path output, String text) {
    try {
      Files.writeString(output, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
