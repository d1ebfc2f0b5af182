package dev.freehold.bench.caffeine;

import dev.freehold.paging.policy.Policies;
import java.util.stream.Stream;

/// A policy that both have.
///
/// @param ours in our catalogue
/// @param theirs the name in the simulator's registry
record Pair(Policies ours, String theirs) {
  /// All pairs, in the order of the catalogue.
  static Stream<Pair> all() {
    return Stream.of(
        new Pair(Policies.FIFO, "linked.Fifo"),
        new Pair(Policies.LRU, "linked.Lru"),
        new Pair(Policies.CLOCK, "linked.Clock"),
        new Pair(Policies.LFU, "linked.Lfu"),
        new Pair(Policies.TWO_Q, "two-queue.TwoQueue"),
        new Pair(Policies.ARC, "adaptive.Arc"),
        new Pair(Policies.LIRS, "irr.Lirs"),
        new Pair(Policies.SIEVE, "linked.Sieve"),
        new Pair(Policies.S3_FIFO, "two-queue.S3Fifo"),
        new Pair(Policies.W_TINY_LFU, "sketch.WindowTinyLfu"),
        new Pair(Policies.CLOCK_PRO, "irr.ClockPro"),
        new Pair(Policies.OPT_BYPASS, "opt.Clairvoyant"));
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
}
