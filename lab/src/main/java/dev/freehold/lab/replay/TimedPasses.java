package dev.freehold.lab.replay;

import dev.freehold.alloc.Allocator;
import dev.freehold.lab.trace.Trace;
import dev.freehold.os.OsException;
import java.util.Arrays;
import java.util.BitSet;

/// The timed replays of one trace on one candidate.
///
/// Each starts from a fresh session, so that the memory it uses is taken from the operating system
/// within the time, and only the operations are timed. A round of a short trace is several replays:
/// a clock read around a quarter of a millisecond is too coarse.
final class TimedPasses {
  private static final long WARM_UP_WORK = 1_000_000;

  /// What the JIT's own threads may need to catch up on a busy machine.
  private static final long WARM_UP_NANOS = 600_000_000; // 0.6 s

  private static final long ROUND_WORK = 400_000;

  /// What the first touch of a page costs, in operations: it is the kernel's work.
  private static final long PAGE_WORK = 8;

  /// Short enough that the loop is compiled as a method after few calls, not replaced on its stack.
  private static final int CHUNK = 4096;

  private final Trace trace;
  private final Demand demand;
  private final Candidate candidate;
  private final Loop loop;
  private final long[] addresses;
  private final double[] rounds;
  private int done;

  TimedPasses(Trace trace, Demand demand, Candidate candidate, Loop loop, int rounds) {
    this.trace = trace;
    this.demand = demand;
    this.candidate = candidate;
    this.loop = loop;
    this.addresses = new long[trace.allocations()];
    this.rounds = new double[rounds];
  }

  void warmUp() {
    long start = System.nanoTime();
    long least = passes(WARM_UP_WORK);
    for (long made = 0; made < least || System.nanoTime() - start < WARM_UP_NANOS; made++) {
      nanos();
    }
  }

  void round() {
    long passes = passes(ROUND_WORK);
    long nanos = 0;
    for (long pass = 0; pass < passes; pass++) {
      nanos += nanos();
    }
    rounds[done++] = (double) nanos / passes / Math.max(1, trace.operations());
  }

  /// The median of the rounds made, in nanoseconds per operation; `NaN` where none was.
  double median() {
    if (done == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(rounds, done);
    Arrays.sort(sorted);
    return (sorted[(done - 1) / 2] + sorted[done / 2]) / 2;
  }

  /// Half the distance from the fastest to the slowest round made.
  double spread() {
    return done == 0
        ? Double.NaN
        : (Arrays.stream(rounds, 0, done).max().orElseThrow()
                - Arrays.stream(rounds, 0, done).min().orElseThrow())
            / 2;
  }

  /// The passes that do at least an amount of work, in operations.
  private long passes(long work) {
    return Math.ceilDiv(work, trace.operations() + PAGE_WORK * demand.pages() + 1);
  }

  private long nanos() {
    int operations = trace.operations();
    try (Candidate.Session session = candidate.open()) {
      Allocator allocator = session.allocator();
      int at = 0;
      long start = System.nanoTime();
      while (at < operations) {
        int to = Math.min(at + CHUNK, operations);
        int reached = loop.run(trace, allocator, addresses, at, to);
        if (reached < to) {
          throw refused(allocator, reached);
        }
        at = to;
      }
      long nanos = System.nanoTime() - start;
      demand.survivors().stream().forEach(block -> allocator.free(addresses[block]));
      return nanos;
    } catch (OsException e) {
      throw ReplayFailure.refused("in a timed pass, after a verified one: " + e.getMessage());
    }
  }

  /// Frees what the trace holds, so that a peer's heap does not burden the candidates to come.
  private ReplayFailure refused(Allocator allocator, int operation) {
    BitSet live = new BitSet();
    for (int at = 0; at < operation; at++) {
      int code = trace.code(at);
      live.set(code >= 0 ? code : ~code, code >= 0);
    }
    live.stream().forEach(block -> allocator.free(addresses[block]));
    return ReplayFailure.refused(
        "operation %d of %d: %d bytes refused in a timed pass, after a verified one; other programs may have taken the memory: run it again"
            .formatted(operation + 1, trace.operations(), trace.bytes(trace.code(operation))));
  }
}
