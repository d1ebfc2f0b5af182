package dev.freehold.lab.spark;

import dev.freehold.lab.pages.Cell;
import dev.freehold.paging.policy.Policies;
import dev.freehold.paging.policy.ReplacementPolicy;
import dev.freehold.paging.policy.Requests;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/// Policies at sizes, each in a task of its own, on the same classes as everywhere.
///
/// A task streams the parts through its policy and holds one at a time; only policies that look
/// ahead hold the trace, and its future as [NextUses] computes it.
final class Cells {
  private Cells() {}

  /// What a cell counted.
  ///
  /// @param misses of all requests
  /// @param residents the sum over the requests of the resident pages; 0 in a fixed space
  record Tally(long misses, long residents) implements Serializable {}

  /// A cell as it travels to a task.
  private record Work(Policies policy, int size) implements Serializable {}

  /// Computes cells.
  ///
  /// @return in the order of the cells
  static List<Tally> of(SparkSession session, Parts parts, List<Cell> cells) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    boolean future = cells.stream().anyMatch(cell -> looksAhead(cell.policy()));
    @Nullable Broadcast<int[]> nextUses =
        future ? spark.broadcast(NextUses.of(session, parts)) : null;
    List<Work> work = cells.stream().map(cell -> new Work(cell.policy(), cell.size())).toList();
    List<Tally> tallies =
        spark
            .parallelize(work, Math.max(1, work.size()))
            .map(one -> compute(parts, nextUses, one))
            .collect();
    Stream.ofNullable(nextUses).forEach(Broadcast::destroy);
    return tallies;
  }

  private static boolean looksAhead(Policies policy) {
    return policy == Policies.OPT || policy == Policies.OPT_BYPASS || policy == Policies.VMIN;
  }

  private static Tally compute(Parts parts, @Nullable Broadcast<int[]> nextUses, Work work) {
    Requests known =
        nextUses != null && looksAhead(work.policy())
            ? parts.whole().withNextUses(nextUses.value())
            : Requests.of(new int[0], parts.names());
    ReplacementPolicy policy = work.policy().open(known, work.size());
    boolean variable = work.policy().space() == Policies.Space.VARIABLE;
    long misses = 0;
    long residents = 0;
    for (int part = 0; part < parts.count(); part++) {
      int[] pages = parts.read(part);
      if (!variable) {
        misses += policy.misses(pages, 0, pages.length);
        continue;
      }
      for (int page : pages) {
        misses += policy.request(page) ? 0 : 1;
        residents += policy.resident();
      }
    }
    return new Tally(misses, residents);
  }
}
