package dev.freehold.cli;

import dev.freehold.lab.replay.AllocatorKind;
import dev.freehold.lab.replay.Candidate;
import dev.freehold.lab.replay.RegionCandidate;
import dev.freehold.lab.replay.Replay;
import dev.freehold.lab.replay.ReplayResult;
import dev.freehold.lab.report.HtmlReport;
import dev.freehold.lab.report.Lead;
import dev.freehold.lab.report.Timeline;
import dev.freehold.lab.report.TimelineRecorder;
import dev.freehold.lab.report.TraceReport;
import dev.freehold.lab.trace.Trace;
import dev.freehold.os.OsException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The work of `freehold replay` once its arguments are known to be right.
final class ReplayRun {
  private final List<RegionCandidate> own;
  private final List<Candidate> all;
  private final int rounds;
  private final PrintWriter out;
  private final PrintWriter err;

  ReplayRun(
      List<AllocatorKind> kinds,
      List<Candidate> peers,
      int rounds,
      long limit,
      PrintWriter out,
      PrintWriter err) {
    this.own = kinds.stream().map(kind -> kind.candidate(limit)).toList();
    this.all = Stream.<Candidate>concat(own.stream(), peers.stream()).toList();
    this.rounds = rounds;
    this.out = out;
    this.err = err;
  }

  /// Replays, prints as it goes, and writes the files at the end.
  ///
  /// @return whether every candidate served every trace
  boolean run(List<Trace> traces, Outputs outputs) {
    List<ReplayResult> results = new ArrayList<>();
    List<TraceReport> reports = new ArrayList<>();
    int pictures = outputs.pictures() ? own.size() : 0;
    int steps = traces.size() * (Replay.steps(all.size(), rounds) + pictures);
    ProgressLine progress = new ProgressLine(err, ProgressLine.Look.ofProcess(), steps);
    Replay replay = new Replay(all, rounds, progress);
    for (Trace trace : traces) {
      List<ReplayResult> rows = replay.run(trace);
      results.addAll(rows);
      String lead = Lead.of(rows);
      if (outputs.pictures()) {
        reports.add(TraceReport.of(trace, lead, rows, timelines(trace, progress)));
      }
      progress.clear();
      out.println(Comparison.of(trace, rows) + lead);
      rows.stream()
          .filter(row -> row.failure() != null)
          .forEach(row -> out.println(row.allocator() + " failed: " + row.failure()));
      out.println();
      out.flush();
    }
    if (traces.size() > 1) {
      out.print(Summary.of(results));
      out.flush();
    }
    outputs.write(
        json -> JsonReport.write(json, results),
        csv -> CsvReport.write(csv, results),
        html -> HtmlReport.write(html, reports));
    return results.stream().allMatch(result -> result.failure() == null);
  }

  private List<Timeline> timelines(Trace trace, ProgressLine progress) {
    List<Timeline> timelines = new ArrayList<>();
    for (RegionCandidate candidate : own) {
      progress.next(trace.name(), candidate.name(), "picture");
      try (RegionCandidate.RegionSession session = candidate.open()) {
        timelines.add(TimelineRecorder.record(candidate.name(), trace, session.allocator()));
      } catch (OsException e) {
        err.println(
            "no picture of %s on %s: %s".formatted(trace.name(), candidate.name(), e.getMessage()));
      }
    }
    return timelines;
  }
}
