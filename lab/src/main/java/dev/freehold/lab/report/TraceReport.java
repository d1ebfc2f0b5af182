package dev.freehold.lab.report;

import dev.freehold.lab.replay.ReplayResult;
import dev.freehold.lab.trace.Trace;
import java.util.List;

/// All that the page shows of one trace.
///
/// @param trace its name
/// @param lead one sentence: which allocator suits the trace, and why
/// @param facts what the trace asks for
/// @param sizes the sizes of its blocks
/// @param results what each allocator and each peer made of it
/// @param timelines the heap maps, in the order of the results; none for a peer
public record TraceReport(
    String trace,
    String lead,
    TraceFacts facts,
    SizeHistogram sizes,
    List<ReplayResult> results,
    List<Timeline> timelines) {

  /// Reports a trace.
  ///
  /// @param trace what was replayed
  /// @param lead one sentence: which allocator suits the trace, and why
  /// @param results what each allocator and each peer made of it
  /// @param timelines the heap maps
  /// @return the report
  public static TraceReport of(
      Trace trace, String lead, List<ReplayResult> results, List<Timeline> timelines) {
    return new TraceReport(
        trace.name(),
        lead,
        TraceFacts.of(trace),
        SizeHistogram.of(trace),
        List.copyOf(results),
        List.copyOf(timelines));
  }
}
