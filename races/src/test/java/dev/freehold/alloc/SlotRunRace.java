package dev.freehold.alloc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A slab is walked while its slots come and go.
public class SlotRunRace {
  /// A block is freed to a magazine that the walk does not know yet.
  @JCStressTest
  @Outcome(
      id = {"5", "16"},
      expect = ACCEPTABLE,
      desc = "what was asked for, or the size of a slot of which nothing is noted")
  @State
  public static class FreeAndWalk {
    private final SlotRun run = new SlotRun(0, 1L << 40, 16, 16, 1, 0);

    /// One block of 5 bytes.
    public FreeAndWalk() {
      run.take(5);
    }

    /// Frees.
    @Actor
    public void owner() {
      run.cache(0);
    }

    /// Walks.
    @Actor
    public void walker(I_Result r) {
      run.walk(
          (address, bytes, requested) -> r.r1 = (int) requested, run.address + 16, at -> false);
    }
  }
}
