package dev.freehold.races;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.freehold.Block;
import dev.freehold.Heap;
import dev.freehold.Parcel;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// A heap ends while it is used, and its region is released once, with the last block.
public class HeapRace {
  /// Takes and frees a block.
  ///
  /// @return 1 where the region was there, 2 where it was not, 0 where the heap refused
  private static int use(Heap heap, HollowOs os) {
    try (Block block = heap.allocate(64)) {
      return block.bytes() == 64 && os.mapped() == 1 ? 1 : 2;
    } catch (IllegalStateException e) {
      return 0;
    }
  }

  /// A heap is closed while a block is taken.
  @JCStressTest
  @Outcome(
      id = {"0, 1", "1, 1"},
      expect = ACCEPTABLE,
      desc = "refused, or over mapped memory; released once")
  @State
  public static class CloseAndAllocate {
    private final HollowOs os = new HollowOs();
    private final Heap heap = Fixture.hollow(os);

    /// Ends it.
    @Actor
    public void closer() {
      heap.close();
    }

    /// Uses it.
    @Actor
    public void user(II_Result r) {
      r.r1 = use(heap, os);
    }

    /// How many times the region was released.
    @Arbiter
    public void end(II_Result r) {
      r.r2 = os.released();
    }
  }

  /// A heap is closed while a thread that has slabs of its own takes a block.
  @JCStressTest
  @Outcome(
      id = {"0, 1", "1, 1"},
      expect = ACCEPTABLE,
      desc = "refused, or over mapped memory; released once")
  @State
  public static class CloseAndAllocateAgain {
    private final HollowOs os = new HollowOs();
    private final Heap heap = Fixture.hollow(os);

    /// Ends it.
    @Actor
    public void closer() {
      heap.close();
    }

    /// Uses it, without a lock from the second time on, until it has been refused often.
    @Actor
    public void user(II_Result r) {
      for (int refused = 0; refused < 50; ) {
        int used = use(heap, os);
        r.r1 = Math.max(r.r1, used);
        refused += used == 0 ? 1 : 0;
      }
    }

    /// How many times the region was released.
    @Arbiter
    public void end(II_Result r) {
      r.r2 = os.released();
    }
  }

  /// A heap is closed while its last blocks are freed by threads that did not take them.
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "released once")
  @State
  public static class CloseAndFree {
    private final HollowOs os = new HollowOs();
    private final Heap heap = Fixture.hollow(os);
    private final Parcel one = heap.allocate(64).send();
    private final Parcel other = heap.allocate(64).send();

    /// Ends it, and frees a block.
    @Actor
    public void closer() {
      heap.close();
      one.close();
    }

    /// Frees a block.
    @Actor
    public void user() {
      other.close();
    }

    /// How many times the region was released.
    @Arbiter
    public void end(I_Result r) {
      r.r1 = os.released();
    }
  }

  /// The account is taken while blocks come and go.
  @JCStressTest
  @Outcome(
      id = {"0", "1", "2"},
      expect = ACCEPTABLE,
      desc = "the blocks of some moment")
  @State
  public static class Account {
    private final HollowOs os = new HollowOs();
    private final Heap heap = Fixture.hollow(os);
    private final Parcel parcel = heap.allocate(64).send();

    /// Counts twice.
    @Actor
    public void counter(I_Result r) {
      long blocks = heap.statistics().blocks().blocks();
      long held = heap.held().blocks();
      r.r1 = held < 0 || held > 2 ? -1 : (int) blocks;
    }

    /// Takes a block, and frees two.
    @Actor
    public void user() {
      use(heap, os);
      parcel.close();
    }

    /// Ends it.
    @Arbiter
    public void end(I_Result r) {
      heap.close();
    }
  }

  /// A block is closed while another thread that should not even know it reads it.
  @JCStressTest
  @Outcome(
      id = {"0", "1"},
      expect = ACCEPTABLE,
      desc = "not there yet, or refused")
  @State
  public static class Trespass {
    private @Nullable Block block;

    /// Uses a block of its own.
    @Actor
    public void owner() {
      try (Block mine = Fixture.HEAP.allocate(64)) {
        block = mine;
        mine.segment().set(JAVA_INT, 0, Fixture.VALUE);
      }
    }

    /// Reads it without asking.
    @Actor
    public void trespasser(I_Result r) {
      Block here = block;
      if (here == null) {
        r.r1 = 0;
        return;
      }
      try {
        r.r1 = here.segment().get(JAVA_INT, 0);
      } catch (WrongThreadException | IllegalStateException e) {
        r.r1 = 1;
      }
    }
  }
}
