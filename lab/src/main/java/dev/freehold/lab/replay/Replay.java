package dev.freehold.lab.replay;

import dev.freehold.lab.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/// Replays traces on candidates, and says what each made of them.
///
/// ```text
/// verify    A, B, C                       each byte of each block, once per candidate
/// warm up   A, B, C                       those that passed
/// time      A, B, C,  A, B, C,  A, B, C   in rounds: what disturbs the machine disturbs all alike
/// ```
///
/// A candidate that fails is left out of the passes after, and the others go on. All figures but
/// the times are the same in every run.
public final class Replay {
  private final List<Lane> lanes;
  private final int rounds;
  private final Progress progress;

  /// A candidate with its own copy of the timed loop, which stays compiled from trace to trace.
  private record Lane(Candidate candidate, Loop loop) {}

  /// Prepares replays.
  ///
  /// @param candidates in the order of the results
  /// @param rounds how many timed rounds to make; 0 to only verify
  /// @param progress told of each pass
  public Replay(List<Candidate> candidates, int rounds, Progress progress) {
    this.lanes =
        candidates.stream().map(each -> new Lane(each, TouchingLoop.copy(each.name()))).toList();
    this.rounds = rounds;
    this.progress = progress;
  }

  /// The passes that the replay of one trace tells of.
  ///
  /// @param candidates how many
  /// @param rounds as given to the constructor
  /// @return verifications, warm-ups and timed rounds
  public static int steps(int candidates, int rounds) {
    return candidates * (rounds == 0 ? 1 : 2 + rounds);
  }

  /// Replays a trace on every candidate.
  ///
  /// @param trace what to replay
  /// @return one result per candidate, in their order
  public List<ReplayResult> run(Trace trace) {
    Demand demand = Demand.of(trace);
    List<Row> rows = new ArrayList<>();
    for (Lane lane : lanes) {
      Candidate candidate = lane.candidate();
      progress.next(trace.name(), candidate.name(), "verify");
      Verification verification = VerifiedPass.run(trace, demand, candidate);
      TimedPasses timed = new TimedPasses(trace, demand, candidate, lane.loop(), rounds);
      rows.add(new Row(trace, candidate.name(), verification, timed));
    }
    if (rounds > 0) {
      timeAll(trace, rows);
    }
    return rows.stream().map(Row::result).toList();
  }

  private void timeAll(Trace trace, List<Row> rows) {
    for (Row row : rows) {
      progress.next(trace.name(), row.name(), "warm up");
      row.warmUp();
    }
    for (int round = 1; round <= rounds; round++) {
      for (Row row : rows) {
        progress.next(trace.name(), row.name(), "time %d/%d".formatted(round, rounds));
        row.round();
      }
    }
  }
}
