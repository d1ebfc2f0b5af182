package dev.freehold.bench.caffeine;

import dev.freehold.lab.pages.BundledPageTraces;
import dev.freehold.lab.pages.PageTrace;
import dev.freehold.lab.pages.PageTraces;
import dev.freehold.paging.policy.Requests;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Measures one policy beside the simulator's on the bundled traces, in one JVM on one thread, in
/// turns.
///
/// ```text
/// trace   read, ours, theirs | read, ours, theirs | ...      until 2 M requests have warmed both
///         read, ours, theirs | read, ours, theirs | ...      the rounds, each a line of output
/// ```
///
/// Reading numbers the pages, which is timed apart. A replay on a short trace is repeated, each
/// time from an empty cache, until it has served a million requests; its time is the mean.
public final class PageRounds {
  private static final Map<String, Integer> FRAMES = new LinkedHashMap<>();
  private static final int WARM_REQUESTS = 2_000_000;
  private static final int TIMED_REQUESTS = 1_000_000;

  static {
    FRAMES.put("cache2k_web12", 1_000);
    FRAMES.put("arc_OLTP", 5_000);
    FRAMES.put("arc_P3", 32_768);
  }

  private PageRounds() {}

  /// Runs.
  ///
  /// @param arguments the home of the traces, the policy, the rounds
  public static void main(String[] arguments) {
    BundledPageTraces traces = BundledPageTraces.of(Path.of(arguments[0]));
    Pair pair = Pair.named(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    FRAMES.forEach((name, frames) -> {
      Path file = traces.find(name);
      int warm = Math.ceilDiv(WARM_REQUESTS, PageTraces.read(file).length());
      for (int i = 0; i < warm; i++) {
        round(pair, PageTraces.read(file), frames);
      }
      for (int i = 0; i < rounds; i++) {
        IO.println(round(pair, PageTraces.read(file), frames).line());
      }
    });
  }

  private static Round round(Pair pair, PageTrace trace, int frames) {
    Requests requests = trace.requests();
    long[] names = Arrays.stream(requests.pages()).mapToLong(p -> requests.names()[p]).toArray();
    Measured ours = measure(Replay.ours(pair, requests, frames), names.length);
    Measured theirs = measure(Replay.theirs(pair, names, frames), names.length);
    return new Round(
        trace.name(),
        frames,
        pair.ours().policy(),
        trace.length(),
        trace.distinct(),
        trace.namingNanos(),
        ours.nanos,
        theirs.nanos,
        ours.misses,
        theirs.misses);
  }

  private record Measured(long nanos, long misses) {}

  private static Measured measure(Replay replay, int requests) {
    int replays = Math.ceilDiv(TIMED_REQUESTS, requests);
    System.gc(); // what the other left is not collected in this one's time
    long start = System.nanoTime();
    Replay.End end = replay.run();
    for (int i = 1; i < replays; i++) {
      end = replay.run();
    }
    long nanos = (System.nanoTime() - start) / replays;
    return new Measured(nanos, end.misses());
  }
}
