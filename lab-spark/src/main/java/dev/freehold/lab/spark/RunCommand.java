package dev.freehold.lab.spark;

import dev.freehold.lab.pages.Cell;
import dev.freehold.paging.curve.MissRatioCurve;
import dev.freehold.paging.curve.Sampling;
import dev.freehold.paging.policy.Policies;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `run`: policies and the curve of LRU on a trace in parts.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs replacement policies, and the curve of LRU, on a trace in parts.")
final class RunCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Parameters(
      paramLabel = "DIRECTORY",
      description = "What 'generate' wrote; a path or URL that all executors reach.")
  private String directory;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master. Default: what spark-submit says, else local[*].")
  private @Nullable String master;

  @Option(
      names = "--policies",
      paramLabel = "LIST",
      split = ",",
      description = "Which policies. Default: fifo,lru,sieve.")
  private List<String> policies = List.of("fifo", "lru", "sieve");

  @Option(
      names = "--frames",
      paramLabel = "LIST",
      split = ",",
      description = "Numbers of frames. Default: 1 %%, 5 %% and 20 %% of the pages.")
  private List<Integer> frames = List.of();

  @Option(
      names = "--curve",
      paramLabel = "KIND",
      description = "The curve of LRU: exact, shards or none. Default: exact.")
  private Curve curve = Curve.EXACT;

  @Option(
      names = "--rate",
      paramLabel = "SHARE",
      description = "The share of the pages that shards samples. Default: 0.01.")
  private double rate = 0.01;

  RunCommand() {}

  /// The curves that can be wanted.
  enum Curve {
    EXACT,
    SHARDS,
    NONE
  }

  @Override
  public Integer call() throws IOException {
    List<Policies> chosen = policies.stream().map(name -> Policies.named(name.strip())).toList();
    Sampling sampling = curve == Curve.SHARDS ? Sampling.of(rate, 1) : Sampling.ALL;
    for (int size : frames) {
      chosen.forEach(policy -> check(policy, size));
    }
    try (SparkSession session = Sessions.open(Optional.ofNullable(master))) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      Parts parts = StoredParts.open(spark, directory);
      PrintWriter out = spec.commandLine().getOut();
      int[] sizes = sizes(parts.pages());
      if (curve != Curve.NONE) {
        int stretches = 2 * session.sparkContext().defaultParallelism();
        print(out, Curves.of(spark, parts, sampling, stretches), sizes);
      }
      List<Cell> cells =
          chosen.stream()
              .flatMap(policy ->
                  IntStream.of(sizes)
                      .filter(size -> size >= policy.minimum())
                      .mapToObj(size -> new Cell(policy, size)))
              .toList();
      List<Cells.Tally> tallies = Cells.of(session, parts, cells);
      for (int i = 0; i < cells.size(); i++) {
        Cell cell = cells.get(i);
        line(out, cell.policy().policy(), cell.size(), tallies.get(i).misses(), parts.requests());
      }
      return 0;
    }
  }

  private static void check(Policies policy, int size) {
    if (size < policy.minimum()) {
      throw new IllegalArgumentException(
          "%s with %d frames: it needs at least %d; give it more with --frames"
              .formatted(policy.policy(), size, policy.minimum()));
    }
  }

  private int[] sizes(int pages) {
    return frames.isEmpty()
        ? IntStream.of(pages / 100, pages / 20, pages / 5).filter(s -> s > 0).distinct().toArray()
        : frames.stream().mapToInt(Integer::intValue).toArray();
  }

  private void print(PrintWriter out, MissRatioCurve lru, int[] sizes) {
    String name = curve.name().toLowerCase(Locale.ROOT) + " curve";
    for (int size : sizes) {
      line(out, name, size, lru.misses(size), lru.requests());
    }
    out.printf("%s: %,d steps, knee at %,d frames%n", name, lru.steps(), lru.knee());
    out.flush();
  }

  private static void line(PrintWriter out, String what, int frames, long misses, long requests) {
    out.printf(
        Locale.ROOT,
        "%-12s %,12d frames %,15d misses %8.4f%n",
        what,
        frames,
        misses,
        (double) misses / requests);
    out.flush();
  }
}
