package dev.freehold.lab.replay;

import dev.freehold.alloc.Statistics;
import dev.freehold.lab.trace.Trace;
import org.jspecify.annotations.Nullable;

/// One candidate's part in the replay of one trace, from its verification to its result. Once it
/// has failed it makes no further pass.
final class Row {
  private static final long UNKNOWN = -1;

  private final Trace trace;
  private final String name;
  private final Verification verified;
  private final TimedPasses timed;
  private @Nullable String failure;
  private boolean refused;

  Row(Trace trace, String name, Verification verified, TimedPasses timed) {
    this.trace = trace;
    this.name = name;
    this.verified = verified;
    this.timed = timed;
    this.failure = verified.failure();
    this.refused = verified.refused();
  }

  String name() {
    return name;
  }

  void warmUp() {
    attempt(timed::warmUp);
  }

  void round() {
    attempt(timed::round);
  }

  private void attempt(Runnable pass) {
    if (failure == null) {
      try {
        pass.run();
      } catch (ReplayFailure e) {
        failure = e.text();
        refused = e.refused;
      }
    }
  }

  ReplayResult result() {
    Statistics last = verified.last();
    Statistics peak = verified.atPeak();
    return new ReplayResult(
        trace.name(),
        name,
        trace.operations(),
        trace.allocations(),
        trace.frees(),
        refused ? 1 : 0,
        verified.failure() == null,
        verified.peakRequestedBytes(),
        last == null ? UNKNOWN : last.peakAllocatedBytes(),
        last == null ? UNKNOWN : last.peakCommittedBytes(),
        last == null ? Double.NaN : last.utilisation(),
        peak == null ? Double.NaN : peak.internalFragmentation(),
        peak == null ? Double.NaN : peak.externalFragmentation(),
        verified.worstInternal(),
        verified.worstExternal(),
        timed.median(),
        timed.spread(),
        failure);
  }
}
