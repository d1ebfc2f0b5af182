package dev.freehold.lab.report;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.RegionAllocator;
import dev.freehold.alloc.Statistics;
import dev.freehold.lab.trace.Trace;
import java.util.Arrays;

/// Replays a trace for its picture: no contents are written, and the allocator is looked at about
/// 480 times. The same trace and allocator give the same timeline in every run.
///
/// Costs the replay and, per moment, one visit of every live block.
public final class TimelineRecorder {
  private static final int MOMENTS = 480;
  private static final long ALIGNMENT = 16; // what malloc promises the recorded programs

  private final Trace trace;
  private final RegionAllocator allocator;
  private final long[] moments;
  private final long[] requested;
  private final long[] allocated;
  private final long[] committed;
  private final HeapMap map;
  private int columns;

  private TimelineRecorder(Trace trace, RegionAllocator allocator) {
    this.trace = trace;
    this.allocator = allocator;
    this.moments = moments(trace.operations(), TraceFacts.of(trace).peakOperation());
    this.requested = new long[moments.length];
    this.allocated = new long[moments.length];
    this.committed = new long[moments.length];
    this.map = new HeapMap(moments.length);
  }

  /// Records the timeline of a trace. Where the allocator refuses a block the timeline ends just
  /// before.
  ///
  /// @param name of the allocator, as on the command line
  /// @param trace what to replay
  /// @param allocator with no block taken yet; blocks that the trace leaves are left in it
  /// @return the timeline
  public static Timeline record(String name, Trace trace, RegionAllocator allocator) {
    return new TimelineRecorder(trace, allocator).run(name);
  }

  private Timeline run(String name) {
    long[] addresses = new long[trace.allocations()];
    for (int operation = 0; operation < trace.operations(); operation++) {
      int code = trace.code(operation);
      if (code < 0) {
        allocator.free(addresses[~code]);
      } else {
        addresses[code] = allocator.allocate(trace.bytes(code), ALIGNMENT);
        if (addresses[code] == Allocator.NULL) {
          // What led to the refusal is the column that explains it.
          if (operation > 0 && (columns == 0 || moments[columns - 1] != operation)) {
            moments[columns] = operation;
            sample();
          }
          break;
        }
      }
      if (columns < moments.length && moments[columns] == operation + 1) {
        sample();
      }
    }
    return new Timeline(
        name,
        columns,
        map.rows(),
        map.bytesPerRow(),
        Arrays.copyOf(moments, columns),
        Arrays.copyOf(requested, columns),
        Arrays.copyOf(allocated, columns),
        Arrays.copyOf(committed, columns),
        map.occupancy());
  }

  private void sample() {
    Statistics now = allocator.statistics();
    requested[columns] = now.requestedBytes();
    allocated[columns] = now.allocatedBytes();
    committed[columns] = now.committedBytes();
    columns++;
    map.sample(allocator);
  }

  /// Evenly spaced counts of operations done, the last and the peak among them.
  private static long[] moments(int operations, long peak) {
    int count = Math.min(MOMENTS, operations);
    long[] moments = new long[count + 1];
    for (int i = 0; i < count; i++) {
      moments[i] = (long) operations * (i + 1) / count;
    }
    moments[count] = peak;
    return Arrays.stream(moments).sorted().distinct().filter(moment -> moment > 0).toArray();
  }
}
