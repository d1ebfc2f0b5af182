package dev.freehold.races;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Heap;
import dev.freehold.MisuseException;
import dev.freehold.Shared;
import dev.freehold.Weak;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// Holders of a shared block come and go.
public class SharedRace {
  private static Shared shared() {
    Block block = Fixture.HEAP.allocate(8);
    write(block.segment(), Fixture.VALUE);
    return block.share();
  }

  private static void write(MemorySegment segment, int value) {
    segment.set(JAVA_INT, 0, value);
    segment.set(JAVA_INT, 4, value);
  }

  /// What both words of the block say, -2 where they differ, -1 where reading is refused.
  private static int read(Shared shared) {
    try (Borrow borrow = shared.read()) {
      int first = borrow.segment().get(JAVA_INT, 0);
      return first == borrow.segment().get(JAVA_INT, 4) ? first : -2;
    } catch (MisuseException e) {
      return -1;
    }
  }

  /// A holder leaves while the other reads.
  @JCStressTest
  @Outcome(id = "42", expect = ACCEPTABLE, desc = "a holder reads what is there")
  @State
  public static class CloseAndRead {
    private final Shared shared = shared();
    private final Shared another = shared.another();

    /// Leaves.
    @Actor
    public void closer() {
      shared.close();
    }

    /// Reads, and leaves.
    @Actor
    public void reader(I_Result r) {
      r.r1 = read(another);
      another.close();
    }
  }

  /// The last holder leaves while the block is asked for.
  @JCStressTest
  @Outcome(
      id = {"42", "0"},
      expect = ACCEPTABLE,
      desc = "still there, or gone")
  @State
  public static class CloseAndUpgrade {
    private final Shared shared = shared();
    private final Weak<Shared> weak = shared.weak();

    /// Leaves.
    @Actor
    public void closer() {
      shared.close();
    }

    /// Asks, reads and leaves.
    @Actor
    public void upgrader(I_Result r) {
      try (Shared upgraded = weak.upgrade()) {
        r.r1 = upgraded == null ? 0 : read(upgraded);
      }
    }
  }

  /// The only holder takes the block back while another joins.
  @JCStressTest
  @Outcome(
      id = {"1, 0, 0", "0, 1, 1", "1, 1, 0"},
      expect = ACCEPTABLE,
      desc = "owned again, or held by two")
  @State
  public static class ReclaimAndJoin {
    private final Shared shared = shared();

    /// Owns the block again, if alone.
    @Actor
    public void owner(III_Result r) {
      r.r1 = Fixture.tried(() -> shared.reclaim().close());
    }

    /// Joins, and leaves.
    @Actor
    public void joiner(III_Result r) {
      r.r2 = Fixture.tried(() -> shared.another().close());
    }

    /// The handle is open where it was not reclaimed, and closed in either case.
    @Arbiter
    public void end(III_Result r) {
      r.r3 = Fixture.tried(() -> shared.another().close());
      shared.close();
    }
  }

  /// The only holder writes while another reads.
  @JCStressTest
  @Outcome(
      id = {"1, 42", "1, 43", "1, -1", "0, 42"},
      expect = ACCEPTABLE,
      desc = "one after the other, or one is refused")
  @State
  public static class WriteAndRead {
    private final Shared shared = shared();

    /// Writes, if alone.
    @Actor
    public void writer(II_Result r) {
      try (Borrow borrow = shared.write()) {
        write(borrow.segment(), Fixture.VALUE + 1);
        r.r1 = 1;
      } catch (MisuseException e) {
        r.r1 = 0;
      }
    }

    /// Reads, if nobody writes.
    @Actor
    public void reader(II_Result r) {
      r.r2 = read(shared);
    }

    /// Leaves.
    @Arbiter
    public void end(II_Result r) {
      shared.close();
    }
  }

  /// Both holders leave.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "the block is freed once")
  @State
  public static class TwoClosers {
    private final HollowOs os = new HollowOs();
    private final Heap heap = Fixture.hollow(os);
    private final Shared shared = heap.allocate(8).share();
    private final Shared another = shared.another();

    /// Leaves.
    @Actor
    public void one() {
      shared.close();
    }

    /// Leaves.
    @Actor
    public void other() {
      another.close();
    }

    /// A block freed twice is found by the checks, one never freed by the count.
    @Arbiter
    public void end(I_Result r) {
      heap.verify();
      r.r1 = (int) heap.held().blocks();
      heap.close();
    }
  }

  /// Both close the same handle.
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "one is refused")
  @State
  public static class OneHandleTwice {
    private final Shared shared = shared();

    /// Closes.
    @Actor
    public void one(II_Result r) {
      r.r1 = Fixture.tried(shared::close);
    }

    /// Closes.
    @Actor
    public void other(II_Result r) {
      r.r2 = Fixture.tried(shared::close);
    }
  }

  /// A handle is closed while a reclaim of it is refused.
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the other holder is in the way of one alone")
  @State
  public static class RefusedReclaimAndClose {
    private final Shared shared = shared();
    private final Shared another = shared.another();

    /// Is refused.
    @Actor
    public void owner(II_Result r) {
      r.r1 = Fixture.tried(() -> shared.reclaim().close());
    }

    /// Closes.
    @Actor
    public void closer(II_Result r) {
      r.r2 = Fixture.tried(shared::close);
    }

    /// Leaves.
    @Arbiter
    public void end(II_Result r) {
      another.close();
    }
  }

  /// The only handle is closed or reclaimed.
  @JCStressTest
  @Outcome(
      id = {"1, 1, 0", "0, 1, 0"},
      expect = ACCEPTABLE,
      desc = "reclaimed, and nothing left to close, or closed first: the block is freed once")
  @State
  public static class ReclaimAndClose {
    private final HollowOs os = new HollowOs();
    private final Heap heap = Fixture.hollow(os);
    private final Shared shared = heap.allocate(8).share();

    /// Owns the block again, and frees it.
    @Actor
    public void owner(III_Result r) {
      r.r1 = Fixture.tried(() -> shared.reclaim().close());
    }

    /// Leaves.
    @Actor
    public void closer(III_Result r) {
      r.r2 = Fixture.tried(shared::close);
    }

    /// Nothing is held.
    @Arbiter
    public void end(III_Result r) {
      heap.verify();
      r.r3 = (int) heap.held().blocks();
      heap.close();
    }
  }

  /// The only handle is closed while a write through it begins and ends.
  @JCStressTest
  @Outcome(
      id = {"1, 0, 0", "0, 1, 1", "1, 1, 0"},
      expect = ACCEPTABLE,
      desc = "closed, or refused while the block is written and closed afterwards")
  @State
  public static class CloseAndWrite {
    private final Shared shared = shared();

    /// Leaves.
    @Actor
    public void closer(III_Result r) {
      r.r1 = Fixture.tried(shared::close);
    }

    /// Writes.
    @Actor
    public void writer(III_Result r) {
      r.r2 = Fixture.tried(() -> shared.write().close());
    }

    /// The handle is open where its closing was refused.
    @Arbiter
    public void end(III_Result r) {
      r.r3 = Fixture.tried(shared::close);
    }
  }

  /// A handle is closed while a borrow of it is read and another thread asks to write through it.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "no writer beside the reader; freed once")
  @State
  public static class WriteBesideTheLastReader {
    private final Shared shared = shared();
    private volatile boolean reading;
    private int together;

    /// Reads on after the handle is closed.
    @Actor
    public void reader() {
      Fixture.tried(() -> {
        try (Borrow borrow = shared.read()) {
          reading = borrow.bytes() == 8;
          Fixture.tried(shared::close);
          Thread.onSpinWait();
          reading = false;
        }
      });
    }

    /// Writes, if alone.
    @Actor
    public void writer() {
      Fixture.tried(() -> {
        try (Borrow borrow = shared.write()) {
          together = reading && borrow.isWritable() ? 1 : 0;
        }
      });
    }

    /// 1 for a writer beside a reader, 2 for a block that is never freed.
    @Arbiter
    public void end(I_Result r) {
      Fixture.tried(shared::close);
      r.r1 = together + 2 * shared.holders();
    }
  }
}
