package dev.freehold.cli;

import dev.freehold.cli.PagesCommand.CurveKind;
import dev.freehold.lab.pages.Cell;
import dev.freehold.lab.pages.CellProgress;
import dev.freehold.lab.pages.CellResult;
import dev.freehold.lab.pages.OptComparison;
import dev.freehold.lab.pages.PageEngine;
import dev.freehold.lab.pages.PageFormat;
import dev.freehold.lab.pages.PageTrace;
import dev.freehold.lab.pages.PageTraces;
import dev.freehold.lab.pages.TargetSearch;
import dev.freehold.lab.report.HtmlReport;
import dev.freehold.lab.report.PagesReport;
import dev.freehold.paging.curve.MissRatioCurve;
import dev.freehold.paging.curve.Shards;
import dev.freehold.paging.curve.StackDistances;
import dev.freehold.paging.policy.Policies;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The work of `freehold pages` once its arguments are known to be right: trace by trace, so that
/// no two are in memory.
final class PagesRun {
  private static final int SAMPLE = 8192; // pages
  private static final long SALT = 1;

  private final Plan plan;
  private final PageEngine engine;
  private final PrintWriter out;
  private final PrintWriter err;

  /// What to compute of each trace.
  ///
  /// @param policies to report
  /// @param frames the sizes
  /// @param curve of LRU
  /// @param target the miss ratio to seek memory for, if one is
  /// @param memory the most bytes for a trace and what runs at once
  record Plan(
      List<Policies> policies,
      FramesOption frames,
      CurveKind curve,
      @Nullable Double target,
      long memory) {}

  PagesRun(Plan plan, PageEngine engine, PrintWriter out, PrintWriter err) {
    this.plan = plan;
    this.engine = engine;
    this.out = out;
    this.err = err;
  }

  /// Computes, prints as it goes, and writes the files at the end.
  void run(List<Path> files, @Nullable PageFormat format, Outputs outputs) {
    List<CellResult> results = new ArrayList<>();
    List<PagesReport> reports = new ArrayList<>();
    int steps = files.size() * (plan.policies().size() + 1) * plan.frames().most();
    ProgressLine progress = new ProgressLine(err, ProgressLine.Look.ofProcess(), steps);
    for (Path file : files) {
      PageTrace trace = format == null ? PageTraces.read(file) : PageTraces.read(file, format);
      reports.add(run(trace, results, progress));
    }
    outputs.write(
        json -> PagesFiles.json(json, results),
        csv -> PagesFiles.csv(csv, results),
        html -> HtmlReport.writePages(html, reports));
  }

  private PagesReport run(PageTrace trace, List<CellResult> reported, ProgressLine line) {
    List<Cell> cells = cells(trace);
    CellProgress progress =
        (name, cell) ->
            line.next(name, cell.policy().policy(), "%,d frames".formatted(cell.size()));
    List<CellResult> computed = engine.run(trace, cells, plan.memory(), progress);
    List<CellResult> results =
        computed.stream().filter(each -> plan.policies().contains(each.cell().policy())).toList();
    reported.addAll(results);
    @Nullable MissRatioCurve curve = curve(trace);
    Map<Policies, OptionalInt> needed =
        plan.target() == null
            ? Map.of()
            : new TargetSearch(engine, plan.memory(), CellProgress.NONE)
                .run(trace, plan.target(), results);
    line.clear();
    OptComparison opt = new OptComparison(computed);
    out.print(PagesTable.of(trace, results, opt));
    PagesTable.curve(curve, trace).ifPresent(out::print);
    if (plan.target() != null) {
      out.print(PagesTable.target(plan.target(), needed));
    }
    out.println(opt.lead());
    out.println();
    out.flush();
    return PagesReport.of(
        trace,
        opt.lead(),
        results,
        curve == null ? null : PagesReport.Curve.of(plan.curve().toString(), curve),
        plan.target(),
        needed);
  }

  /// Every policy at every size that is enough for it, and OPT to compare with.
  private List<Cell> cells(PageTrace trace) {
    int[] sizes = plan.frames().of(trace.distinct()).toArray();
    for (Policies policy : plan.policies()) {
      if (sizes[0] < policy.minimum()) {
        err.println(
            "%s: %s needs at least %d frames; fewer are left out"
                .formatted(trace.name(), policy.policy(), policy.minimum()));
      }
    }
    return Stream.concat(plan.policies().stream(), Stream.of(Policies.OPT))
        .distinct()
        .flatMap(policy ->
            IntStream.of(sizes)
                .filter(size -> size >= policy.minimum())
                .mapToObj(size -> new Cell(policy, size)))
        .toList();
  }

  private @Nullable MissRatioCurve curve(PageTrace trace) {
    return switch (plan.curve()) {
      case EXACT -> StackDistances.curve(trace.requests());
      case SHARDS -> Shards.fixedSize(trace.requests(), SAMPLE, SALT);
      case NONE -> null;
    };
  }
}
