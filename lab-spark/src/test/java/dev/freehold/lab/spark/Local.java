package dev.freehold.lab.spark;

import dev.freehold.lab.pages.PageTrace;
import dev.freehold.lab.pages.PageTraces;
import dev.freehold.paging.policy.Requests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/// Spark in this process, and traces to compare it on.
final class Local {
  private Local() {}

  /// One session for all tests.
  static SparkSession session() {
    return Sessions.open(Optional.of("local[2]"));
  }

  static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }

  static List<String> bundled() {
    return List.of(
        "cache2k_web07.trace.i32be.gz",
        "cache2k_web12.trace.i32be.gz",
        "arc_OLTP.lis.gz",
        "arc_P3.lis.gz");
  }

  static PageTrace read(String file) {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve("data/ORIGIN.md"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("no data/ORIGIN.md above " + Path.of("").toAbsolutePath());
    }
    return PageTraces.read(at.resolve("data/page").resolve(file));
  }

  /// Small seeded traces of different kinds.
  static List<Requests> made() {
    Random random = new Random(7);
    return List.of(
        make(i -> random.nextInt(60)),
        make(i -> (int) Math.abs(random.nextGaussian() * 40)),
        make(i -> i % 45), // a loop
        make(i -> i / 400 * 30 + random.nextInt(30)), // phases
        make(i -> i), // nothing comes back
        make(i -> 0)); // one page
  }

  private static Requests make(IntUnaryOperator page) {
    int[] pages = new int[3001];
    Arrays.setAll(pages, page);
    long[] names = new long[Arrays.stream(pages).max().orElse(0) + 1];
    Arrays.setAll(names, i -> 1000L + i);
    return Requests.of(pages, names);
  }
}
