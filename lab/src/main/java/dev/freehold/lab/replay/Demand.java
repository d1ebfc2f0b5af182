package dev.freehold.lab.replay;

import dev.freehold.lab.trace.Trace;
import java.util.BitSet;

/// What a trace asks for, whoever serves it.
///
/// @param peakBytes the most bytes requested at once
/// @param peakOperation the operation that raised the requested bytes to their peak first; -1 in a
///   trace that requests no byte
/// @param survivors the blocks that the trace never frees; not to be changed
record Demand(long peakBytes, int peakOperation, BitSet survivors) {

  static Demand of(Trace trace) {
    long requested = 0;
    long peak = 0;
    int peakOperation = -1;
    BitSet live = new BitSet(trace.allocations());
    for (int at = 0; at < trace.operations(); at++) {
      int code = trace.code(at);
      if (code >= 0) {
        live.set(code);
        requested += trace.bytes(code);
        if (requested > peak) {
          peak = requested;
          peakOperation = at;
        }
      } else {
        live.clear(~code);
        requested -= trace.bytes(~code);
      }
    }
    return new Demand(peak, peakOperation, live);
  }
}
