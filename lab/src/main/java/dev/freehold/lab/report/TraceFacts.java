package dev.freehold.lab.report;

import dev.freehold.lab.trace.Trace;

/// What a trace asks for, whoever serves it.
///
/// @param operations allocations and frees
/// @param allocations requests for a block
/// @param frees blocks given back
/// @param requestedBytes the bytes of all requests together
/// @param peakRequestedBytes the most bytes requested at once
/// @param peakOperation the number of operations done when that was first reached; 0 where nothing
///   was requested
/// @param peakBlocks the number of live blocks at that moment
public record TraceFacts(
    long operations,
    long allocations,
    long frees,
    long requestedBytes,
    long peakRequestedBytes,
    long peakOperation,
    long peakBlocks) {

  /// Reads the facts off a trace, in one pass.
  ///
  /// @param trace which
  /// @return its facts
  public static TraceFacts of(Trace trace) {
    long all = 0;
    long live = 0;
    long blocks = 0;
    long peak = 0;
    long peakOperation = 0;
    long peakBlocks = 0;
    for (int operation = 0; operation < trace.operations(); operation++) {
      int code = trace.code(operation);
      if (code < 0) {
        live -= trace.bytes(~code);
        blocks--;
        continue;
      }
      all += trace.bytes(code);
      live += trace.bytes(code);
      blocks++;
      if (live > peak) {
        peak = live;
        peakOperation = operation + 1L;
        peakBlocks = blocks;
      }
    }
    return new TraceFacts(
        trace.operations(),
        trace.allocations(),
        trace.frees(),
        all,
        peak,
        peakOperation,
        peakBlocks);
  }
}
