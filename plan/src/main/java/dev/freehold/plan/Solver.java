package dev.freehold.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Solves problems: sweeps first, then, where they are not good enough, a race of exact searches.
///
/// Problems of more than 4,000 buffers are swept only, in O(n log n).
public final class Solver {
  private static final long SHRINK_NANOS = 2_000_000_000L; // 2 s to make a proof smaller
  private static final int SHRINK_FAILURES = 2_000;

  private Solver() {}

  /// Solves a problem.
  ///
  /// @param problem what to place
  /// @param config how
  /// @return what was found; always with a valid plan, which may be above the capacity
  public static Solution solve(Problem problem, SolverConfig config) {
    long begin = System.nanoTime();
    Clock clock = Clock.of(config.timeout().toNanos());
    Sections in = new Sections(problem);
    long capacity = problem.capacity() / in.unit;
    long bound = in.lowerBound();
    long[] offsets = sweep(in, config, capacity, bound, clock);
    Optional<Conflict> conflict = obvious(problem, in);
    boolean enough =
        config.goal() == SolverConfig.Goal.FIT
            ? height(in, offsets) <= capacity
            : height(in, offsets) <= bound;
    if (conflict.isEmpty() && !enough && Search.suits(in) && bound <= capacity) {
      Race race = new Race(in, capacity, config, clock, offsets, bound);
      race.run();
      offsets = race.offsets();
      bound = race.bound();
      if (race.impossible()) {
        conflict = Optional.of(searched(problem));
      }
    }
    for (int b = 0; b < offsets.length; b++) {
      offsets[b] *= in.unit;
    }
    return new Solution(
        problem, offsets, bound * in.unit, conflict, Duration.ofNanos(System.nanoTime() - begin));
  }

  private static long[] sweep(
      Sections in, SolverConfig config, long capacity, long bound, Clock clock) {
    long goal = config.goal() == SolverConfig.Goal.FIT ? capacity : bound;
    long[] best = Sweep.place(in, Order.LENGTH, config.seed());
    for (Order order : Order.values()) {
      if (height(in, best) <= goal || clock.over()) {
        break;
      }
      long[] other = Sweep.place(in, order, config.seed());
      if (height(in, other) < height(in, best)) {
        best = other;
      }
    }
    return best;
  }

  private static long height(Sections in, long[] offsets) {
    long top = 0;
    for (int b = 0; b < offsets.length; b++) {
      top = Math.max(top, offsets[b] + in.size[b]);
    }
    return top;
  }

  /// Conflicts that need no search.
  private static Optional<Conflict> obvious(Problem problem, Sections in) {
    int fullest = in.fullest();
    if (fullest >= 0 && in.live[fullest] > problem.capacity() / in.unit) {
      return Optional.of(
          at(
              in.moment[fullest],
              liveAt(problem, in.moment[fullest]),
              Conflict.Reason.TOO_MUCH_LIVE));
    }
    List<Buffer> fixed = problem.buffers().stream().filter(b -> b.fixed().isPresent()).toList();
    for (Buffer buffer : fixed) {
      if (buffer.fixed().getAsLong() + buffer.size() > problem.capacity()) {
        return Optional.of(at(buffer.lower(), List.of(buffer), Conflict.Reason.FIXED));
      }
    }
    long[] offsets = fixed.stream().mapToLong(b -> b.fixed().getAsLong()).toArray();
    return Validator.clash(fixed, offsets)
        .map(c -> at(c.moment(), List.of(c.one(), c.other()), Conflict.Reason.FIXED));
  }

  private static List<Buffer> liveAt(Problem problem, long moment) {
    return problem.buffers().stream()
        .filter(b -> b.live().stream().anyMatch(s -> s.lower() <= moment && moment < s.upper()))
        .toList();
  }

  private static Conflict at(long moment, List<Buffer> buffers, Conflict.Reason reason) {
    long live =
        buffers.stream()
            .filter(b -> b.live().stream().anyMatch(s -> s.lower() <= moment && moment < s.upper()))
            .mapToLong(Buffer::size)
            .sum();
    return new Conflict(moment, buffers, live, reason);
  }

  /// Makes the set that was searched in vain smaller, one buffer at a time, for as long as the rest
  /// can be searched in vain quickly.
  private static Conflict searched(Problem problem) {
    Clock clock = Clock.of(SHRINK_NANOS);
    List<Buffer> proof = new ArrayList<>(problem.buffers());
    for (Buffer buffer : problem.buffers()) {
      List<Buffer> less = new ArrayList<>(proof);
      less.remove(buffer);
      Sections in = new Sections(new Problem(problem.name(), less, problem.capacity()));
      Search search = new Search(in, problem.capacity() / in.unit, 1, clock);
      if (search.run(Order.AREA, SHRINK_FAILURES) == Search.Outcome.IMPOSSIBLE) {
        proof = less;
      }
      if (clock.over()) {
        break;
      }
    }
    Sections in = new Sections(new Problem(problem.name(), proof, problem.capacity()));
    return at(in.moment[in.fullest()], proof, Conflict.Reason.SEARCHED);
  }
}
