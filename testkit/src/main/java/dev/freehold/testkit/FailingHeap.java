package dev.freehold.testkit;

import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.HeldBlock;
import dev.freehold.OffHeapOutOfMemoryException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Runs a program once for each block that it takes, and refuses that one block: so it walks every
/// path that an exhausted heap can cause.
///
/// ```java
/// FailingHeap.everyBlock(
///     heap -> {
///       try (Block key = heap.allocate(16);
///           Block value = heap.allocate(64)) {
///         value.segment().set(ValueLayout.JAVA_LONG, 0, key.address());
///       }
///     });
/// ```
///
/// Each run has a heap of its own, at the level [Checks#FULL]. The refused call throws an
/// [OffHeapOutOfMemoryException], or returns 0 where it is one of [Heap#addresses]. The program may
/// let that exception out or go on without the block. After each run the heap must be valid, and no
/// block may be held: what a program takes before a refusal is easily forgotten on the way out.
///
/// A program of n blocks is run n + 1 times, the last time without a refusal. It must take the same
/// blocks in each run up to the refused one, and may take them on many threads, in any order.
public final class FailingHeap {
  /// What a run takes blocks from, and how many it has asked for.
  private static final Map<Heap, FailingHeap> FAILING = new ConcurrentHashMap<>();

  private final long failing;
  private final AtomicLong asked = new AtomicLong();

  private FailingHeap(long failing) {
    this.failing = failing;
  }

  /// What is run.
  @FunctionalInterface
  public interface Program {
    /// Takes blocks and frees them.
    ///
    /// @param heap an open heap without blocks; the program does not close it
    /// @throws Exception as it likes: anything but an [OffHeapOutOfMemoryException] ends all runs
    void run(Heap heap) throws Exception;
  }

  /// Runs a program on heaps without a limit.
  ///
  /// @param program run once for each of its blocks, and once more
  /// @return how many blocks it takes
  /// @throws AssertionError if a run leaves blocks behind
  /// @throws Exception what the program throws, with a note that says which block was refused
  public static long everyBlock(Program program) throws Exception {
    return everyBlock(HeapConfig.named("failing"), program);
  }

  /// Runs a program on heaps of a configuration.
  ///
  /// @param config its level is raised to [Checks#FULL] where it is below
  /// @param program run once for each of its blocks, and once more
  /// @return how many blocks it takes
  /// @throws AssertionError if a run leaves blocks behind
  /// @throws IllegalStateException if [Checks#PROPERTY] says a level below [Checks#FULL]
  /// @throws Exception what the program throws, with a note that says which block was refused
  public static long everyBlock(HeapConfig config, Program program) throws Exception {
    Trials.ensureInForce();
    HeapConfig checked =
        (config.checks().compareTo(Checks.FULL) < 0 ? config.withChecks(Checks.FULL) : config)
            .withHeldListener(report -> {});
    long n = 1;
    while (new FailingHeap(n).isRefused(checked, program)) {
      n++;
    }
    return n - 1;
  }

  /// Runs the program, and says whether it came to the block to be refused.
  private boolean isRefused(HeapConfig config, Program program) throws Exception {
    try (Heap heap = Heap.open(config)) {
      if (heap.checks().compareTo(Checks.FULL) < 0) {
        throw new IllegalStateException(
            "blocks are refused from the level full on: leave out -D%s=%s"
                .formatted(Checks.PROPERTY, System.getProperty(Checks.PROPERTY)));
      }
      FAILING.put(heap, this);
      try {
        run(heap, program);
      } finally {
        FAILING.remove(heap);
      }
      heap.verify();
      ensureNothingHeld(heap);
      return asked.get() >= failing;
    }
  }

  private void run(Heap heap, Program program) throws Exception {
    try {
      program.run(heap);
    } catch (OffHeapOutOfMemoryException e) {
      if (asked.get() < failing) {
        throw e; // not by us
      }
    } catch (Exception | Error e) {
      e.addSuppressed(new Refused(description()));
      throw e;
    }
  }

  private void ensureNothingHeld(Heap heap) {
    List<LeftBehind.LeftBlock> held =
        heap.heldBlocks().stream().map(block -> left(heap, block)).toList();
    if (!held.isEmpty()) {
      throw new LeftBehind(description(), held, List.of()).error();
    }
  }

  private static LeftBehind.LeftBlock left(Heap heap, HeldBlock block) {
    return new LeftBehind.LeftBlock(
        heap.name(), block.bytes(), block.taken(), LeftBehind.OfThread.KNOWN);
  }

  private String description() {
    return asked.get() < failing
        ? "a run without a refusal"
        : "a run in which block %d was refused".formatted(failing);
  }

  /// Why the next block of a heap is refused, or `null`.
  static @Nullable String refusal(Heap heap) {
    FailingHeap run = FAILING.get(heap);
    return run != null && run.asked.incrementAndGet() == run.failing
        ? "block %d of this run is made to be refused".formatted(run.failing)
        : null;
  }

  /// Says beside what a program threw which run that was.
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String description) {
      super(description, null, false, false);
    }
  }
}
