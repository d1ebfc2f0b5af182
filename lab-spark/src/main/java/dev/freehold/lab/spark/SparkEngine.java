package dev.freehold.lab.spark;

import dev.freehold.lab.pages.Cell;
import dev.freehold.lab.pages.CellProgress;
import dev.freehold.lab.pages.CellResult;
import dev.freehold.lab.pages.PageEngine;
import dev.freehold.lab.pages.PageTrace;
import dev.freehold.paging.policy.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/// Computes cells of traces that fit into memory on Spark: the trace is sent to each executor once.
///
/// The master is that of the system property `spark.master`, by default `local[*]`. The memory of
/// the tasks is what Spark's own settings give the executors; the limit given here is not used.
public final class SparkEngine implements PageEngine {
  private static final int PART = 1 << 16; // 256 KiB

  /// Creates the engine; Spark starts with the first run.
  public SparkEngine() {}

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public List<CellResult> run(
      PageTrace trace, List<Cell> cells, long memoryLimit, CellProgress progress) {
    SparkSession session = Sessions.open(Optional.empty());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    cells.forEach(cell -> progress.begins(trace.name(), cell));
    Parts parts = SharedParts.of(spark, trace.requests(), PART);
    List<Cells.Tally> tallies = Cells.of(session, parts, cells);
    List<CellResult> results = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      results.add(result(trace, cells.get(i), tallies.get(i)));
    }
    return results;
  }

  private static CellResult result(PageTrace trace, Cell cell, Cells.Tally tally) {
    boolean variable = cell.policy().space() == Policies.Space.VARIABLE;
    double mean = variable ? (double) tally.residents() / trace.length() : Double.NaN;
    return new CellResult(trace.name(), cell, trace.length(), tally.misses(), mean);
  }
}
