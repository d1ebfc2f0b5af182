package dev.freehold.bench.caffeine;

import dev.freehold.paging.policy.Policies;
import java.util.stream.Stream;

/// A policy that both have, and the memory that our class says it takes.
///
/// @param ours in our catalogue
/// @param theirs the name in the simulator's registry
/// @param page bytes for each page of the trace, be it resident, a ghost or neither
/// @param frame bytes for each frame
/// @param request bytes for each request of the trace
record Pair(Policies ours, String theirs, double page, double frame, double request) {
  private static final double BIT = 1.0 / 8;

  /// All pairs, in the order of the catalogue.
  static Stream<Pair> all() {
    return Stream.of(
        new Pair(Policies.FIFO, "linked.Fifo", BIT, 4, 0),
        new Pair(Policies.LRU, "linked.Lru", 9, 0, 0),
        new Pair(Policies.CLOCK, "linked.Clock", 1, 4, 0),
        new Pair(Policies.LFU, "linked.Lfu", 13, 20, 0),
        new Pair(Policies.TWO_Q, "two-queue.TwoQueue", 9, 0, 0),
        new Pair(Policies.ARC, "adaptive.Arc", 9, 0, 0),
        new Pair(Policies.LIRS, "irr.Lirs", 17, 0, 0),
        new Pair(Policies.SIEVE, "linked.Sieve", 9, 0, 0),
        new Pair(Policies.S3_FIFO, "two-queue.S3Fifo", 9, 0, 0),
        new Pair(Policies.W_TINY_LFU, "sketch.WindowTinyLfu", 9, 16, 0),
        new Pair(Policies.CLOCK_PRO, "irr.ClockPro", 9, 0, 0),
        new Pair(Policies.OPT_BYPASS, "opt.Clairvoyant", 0, 0, 4 + BIT));
  }

  /// @throws IllegalArgumentException if the simulator has no policy of our name
  static Pair named(String policy) {
    return all()
        .filter(pair -> pair.ours.policy().equals(policy))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the simulator has no policy called '%s'; see Pair".formatted(policy)));
  }

  /// The bytes that our policy takes, as its class states them.
  long stated(Round round) {
    return Math.round(page * round.pages() + frame * round.frames() + request * round.requests());
  }
}
