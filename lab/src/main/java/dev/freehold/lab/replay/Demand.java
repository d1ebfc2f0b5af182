package dev.freehold.lab.replay;

import dev.freehold.lab.trace.Trace;
import java.util.BitSet;

/// What a trace asks for, whoever serves it.
///
/// @param peakBytes the most bytes requested at once
/// @param peakOperation the operation that raised the requested bytes to their peak first; -1 in a
///   trace that requests no byte
/// @param pages the OS pages of 4 KiB that all blocks fill, one after the other
/// @param survivors the blocks that the trace never frees; not to be changed
record Demand(long peakBytes, int peakOperation, long pages, BitSet survivors) {

  static Demand of(Trace trace) {
    long requested = 0;
    long peak = 0;
    int peakOperation = -1;
    long pages = 0;
    BitSet live = new BitSet(trace.allocations());
    for (int at = 0; at < trace.operations(); at++) {
      int code = trace.code(at);
      if (code >= 0) {
        live.set(code);
        pages += trace.bytes(code) >>> 12;
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
    return new Demand(peak, peakOperation, pages, live);
  }
}
