package dev.freehold.races;

import dev.freehold.Borrow;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Shared;
import dev.freehold.Weak;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever threads do to one handle of a shared block and to handles and borrows of their own, it
/// is as if they had done it one after the other: compared with [Sequential].
public final class SharedLinearizabilityTest {
  private static final int THREADS = 8; // more than take part

  private static final Heap HEAP =
      Heap.open(HeapConfig.named("lincheck").withHeldListener(report -> {}));

  private final Shared shared = HEAP.allocate(8).share();
  private final Weak<Shared> weak = shared.weak();
  private final Mine[] mine = new Mine[THREADS];

  /// What one thread holds.
  private static final class Mine {
    final Deque<Shared> handles = new ArrayDeque<>();
    final Deque<Borrow> readers = new ArrayDeque<>();
    final Deque<Borrow> writers = new ArrayDeque<>();
  }

  /// A block with one handle.
  public SharedLinearizabilityTest() {
    for (int i = 0; i < THREADS; i++) {
      mine[i] = new Mine();
    }
  }

  /// Makes a handle of its own.
  @Operation
  public int another(@Param(gen = ThreadIdGen.class) int thread) {
    return Fixture.tried(() -> mine[thread].handles.push(shared.another()));
  }

  /// Makes a handle of its own, if the block is still there.
  @Operation
  public int upgrade(@Param(gen = ThreadIdGen.class) int thread) {
    Shared upgraded = weak.upgrade();
    if (upgraded != null) {
      mine[thread].handles.push(upgraded);
    }
    return upgraded == null ? 0 : 1;
  }

  /// Closes a handle of its own.
  @Operation
  public int leave(@Param(gen = ThreadIdGen.class) int thread) {
    Shared handle = mine[thread].handles.poll();
    return handle == null ? -1 : Fixture.tried(handle::close);
  }

  /// Begins to read.
  @Operation
  public int read(@Param(gen = ThreadIdGen.class) int thread) {
    return Fixture.tried(() -> mine[thread].readers.push(shared.read()));
  }

  /// Ends a read.
  @Operation
  public int endRead(@Param(gen = ThreadIdGen.class) int thread) {
    Borrow borrow = mine[thread].readers.poll();
    return borrow == null ? -1 : Fixture.tried(borrow::close);
  }

  /// Begins to write.
  @Operation
  public int write(@Param(gen = ThreadIdGen.class) int thread) {
    return Fixture.tried(() -> mine[thread].writers.push(shared.write()));
  }

  /// Ends a write.
  @Operation
  public int endWrite(@Param(gen = ThreadIdGen.class) int thread) {
    Borrow borrow = mine[thread].writers.poll();
    return borrow == null ? -1 : Fixture.tried(borrow::close);
  }

  /// Closes the handle of all.
  @Operation
  public int close() {
    return Fixture.tried(shared::close);
  }

  /// Owns the block again, and frees it.
  @Operation
  public int reclaim() {
    return Fixture.tried(() -> shared.reclaim().close());
  }

  /// What shared blocks do, said for one thread.
  public static final class Sequential {
    private final int[] handles = new int[THREADS];
    private final int[] readers = new int[THREADS];
    private final int[] writers = new int[THREADS];
    private boolean open = true;
    private boolean written;
    private boolean reclaimed;
    private int count = 1;

    /// A block with one handle.
    public Sequential() {}

    /// See above.
    public int another(int thread) {
      return open ? upgrade(thread) : 0;
    }

    /// See above.
    public int upgrade(int thread) {
      if (count == 0 || written) {
        return 0;
      }
      count++;
      handles[thread]++;
      return 1;
    }

    /// See above.
    public int leave(int thread) {
      if (handles[thread] == 0) {
        return -1;
      }
      handles[thread]--;
      if (written) {
        return 0;
      }
      count--;
      return 1;
    }

    /// See above.
    public int read(int thread) {
      if (!open || written) {
        return 0;
      }
      count++;
      readers[thread]++;
      return 1;
    }

    /// See above.
    public int endRead(int thread) {
      if (readers[thread] == 0) {
        return -1;
      }
      readers[thread]--;
      count--;
      return 1;
    }

    /// See above.
    public int write(int thread) {
      if (!open || written || count != 1) {
        return 0;
      }
      written = true;
      writers[thread]++;
      return 1;
    }

    /// See above.
    public int endWrite(int thread) {
      if (writers[thread] == 0) {
        return -1;
      }
      writers[thread]--;
      written = false;
      return 1;
    }

    /// See above.
    public int close() {
      if (reclaimed) {
        return 1;
      }
      if (!open || written) {
        return 0;
      }
      open = false;
      count--;
      return 1;
    }

    /// See above.
    public int reclaim() {
      if (!open || written || count != 1) {
        return 0;
      }
      open = false;
      reclaimed = true;
      count = 0;
      return 1;
    }
  }

  @Test
  void asIfOneAfterTheOther() {
    options().iterations(15).invocationsPerIteration(200).check(getClass());
  }

  @Test
  @Tag("slow")
  void asIfOneAfterTheOtherForLong() {
    options().iterations(200).invocationsPerIteration(5_000).check(getClass());
  }

  private static StressOptions options() {
    return new StressOptions()
        .threads(2)
        .actorsBefore(0)
        .actorsPerThread(4)
        .actorsAfter(0)
        .sequentialSpecification(Sequential.class);
  }
}
