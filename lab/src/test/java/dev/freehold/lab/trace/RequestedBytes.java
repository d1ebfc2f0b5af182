package dev.freehold.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;

/// The requested bytes of a trace, found by replaying it without memory and checking each
/// operation.
///
/// @param peak the most bytes live at once
/// @param mean the average over the operations from a given one
/// @param last what is live at the end
record RequestedBytes(long peak, double mean, long last) {

  static RequestedBytes of(Trace trace, int meanFrom) {
    boolean[] live = new boolean[trace.allocations()];
    long bytes = 0;
    long peak = 0;
    double sum = 0;
    int next = 0;
    for (int i = 0; i < trace.operations(); i++) {
      int code = trace.code(i);
      if (code >= 0) {
        assertThat(code).isEqualTo(next++);
        live[code] = true;
        bytes += trace.bytes(code);
      } else {
        assertThat(live[~code]).as("block %s is live at operation %s", ~code, i).isTrue();
        live[~code] = false;
        bytes -= trace.bytes(~code);
      }
      peak = Math.max(peak, bytes);
      sum += i >= meanFrom ? bytes : 0;
    }
    assertThat(next).isEqualTo(trace.allocations());
    return new RequestedBytes(peak, sum / (trace.operations() - meanFrom), bytes);
  }
}
