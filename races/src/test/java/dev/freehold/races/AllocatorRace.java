package dev.freehold.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.freehold.alloc.BestFit;
import dev.freehold.alloc.PerThread;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// Threads take and free blocks of one allocator, each other's too.
public class AllocatorRace {
  private static PerThread allocator() {
    return new PerThread(
        new BestFit(Region.reserve(RegionConfig.ofReserve(1 << 20), new HollowOs())));
  }

  /// A block is freed by a thread that did not take it, while another takes one.
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "two blocks, at two addresses")
  @State
  public static class FreeAndAllocate {
    private final PerThread allocator = allocator();
    private final long taken = allocator.allocate(64, 16);
    private long first;
    private long second;

    /// Frees what another thread took, and takes.
    @Actor
    public void one() {
      allocator.free(taken);
      first = allocator.allocate(64, 16);
    }

    /// Takes.
    @Actor
    public void other() {
      second = allocator.allocate(64, 16);
    }

    /// Whether the addresses differ, and the blocks that live.
    @Arbiter
    public void end(II_Result r) {
      allocator.verify();
      r.r1 = first != second && first != 0 && second != 0 ? 1 : 0;
      r.r2 = (int) allocator.statistics().blocks();
    }
  }

  /// Each frees the other's blocks, so many that magazines run over and empty.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "no block is lost, none is there twice")
  @State
  public static class Exchange {
    private static final int BLOCKS = 40;

    private final PerThread allocator = allocator();
    private final long[] ones = new long[BLOCKS];
    private final long[] others = new long[BLOCKS];

    /// Takes what both will free.
    public Exchange() {
      for (int i = 0; i < BLOCKS; i++) {
        ones[i] = allocator.allocate(256, 16);
        others[i] = allocator.allocate(256, 16);
      }
    }

    private void work(long[] freed) {
      for (long address : freed) {
        allocator.free(address);
        long taken = allocator.allocate(256, 16);
        allocator.free(taken);
      }
    }

    /// Frees, takes and frees.
    @Actor
    public void one() {
      work(ones);
    }

    /// Frees, takes and frees.
    @Actor
    public void other() {
      work(others);
    }

    /// The blocks that live.
    @Arbiter
    public void end(I_Result r) {
      allocator.verify();
      r.r1 = (int) allocator.statistics().blocks();
    }
  }

  /// An allocator is retired while a block is taken, by address.
  @JCStressTest
  @Outcome(
      id = {"0, 0, 1", "1, 1, 0"},
      expect = ACCEPTABLE,
      desc = "refused and drained, or handed out and known")
  @State
  public static class RetireAndAllocate {
    private final PerThread allocator = allocator();
    private long taken;

    /// Ends it.
    @Actor
    public void closer() {
      allocator.retire();
    }

    /// Takes a block, the second time without a lock.
    @Actor
    public void user(III_Result r) {
      long first = allocator.allocate(64, 16);
      taken = allocator.allocate(64, 16);
      if (first != 0) {
        allocator.free(first);
      }
      r.r1 = taken == 0 ? 0 : 1;
    }

    /// What lives, and whether that is known.
    @Arbiter
    public void end(III_Result r) {
      r.r2 = (int) allocator.statistics().blocks();
      r.r3 = drained() ? 1 : 0;
    }

    private boolean drained() {
      boolean drained = false;
      for (int i = 0; i < 3 && !drained; i++) {
        drained = allocator.isDrained();
      }
      return drained;
    }
  }
}
