package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.track.Site;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What a heap records of one block, from its taking until its addresses are used again.
///
/// ```text
/// LIVE --free--> FREED --leaves the quarantine--> forgotten       one compareAndSet decides
/// ```
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `freed` | volatile | volatile, after `isFreed` | the thread that frees |
/// | `isFreed` | volatile | compareAndSet | - |
/// | `reported` | volatile | getAndBitwiseOr | - |
/// | `isPoisoned` | volatile | volatile, once: `false` to `true` | the thread that frees |
/// | `bytes` | plain | plain | the owner of the block |
/// | all others | plain | once, before publication | final |
final class BlockRecord {
  /// Where the memory of a block comes from.
  enum Memory {
    /// The allocator of the heap, with canaries around.
    SURROUNDED,
    /// Pages of its own between guards.
    GUARDED
  }

  /// Of a block that nothing is recorded of.
  static final BlockRecord NONE =
      new BlockRecord(Allocator.NULL, Allocator.NULL, 0, 0, Memory.SURROUNDED, null);

  private static final VarHandle STATE;
  private static final VarHandle REPORTED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(BlockRecord.class, "isFreed", boolean.class);
      REPORTED = lookup.findVarHandle(BlockRecord.class, "reported", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// What the allocator handed out, and how much of it was asked for.
  final long base;

  final long total;
  final long address;
  final Memory memory;
  long bytes;

  private final @Nullable Site taken;
  private volatile @Nullable Site freed;
  private volatile boolean isFreed;
  private volatile boolean isPoisoned;

  /// A bit for each defect that is found by a look at the memory.
  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile int reported;

  BlockRecord(
      long base, long address, long bytes, long total, Memory memory, @Nullable Site taken) {
    this.base = base;
    this.address = address;
    this.bytes = bytes;
    this.total = total;
    this.memory = memory;
    this.taken = taken;
  }

  /// Frees it, for one caller alone.
  boolean free(@Nullable Site site) {
    if (!STATE.compareAndSet(this, false, true)) {
      return false;
    }
    freed = site;
    return true;
  }

  /// Whether this is the first report of this defect of it.
  boolean report(Defect defect) {
    int bit =
        switch (defect) {
          case OVERFLOW -> 1;
          case UNDERFLOW -> 1 << 1;
          case WRITE_AFTER_FREE -> 1 << 2;
          case UNINITIALIZED_READ -> 1 << 3;
          default -> throw new AssertionError(defect);
        };
    return ((int) REPORTED.getAndBitwiseOr(this, bit) & bit) == 0;
  }

  /// It is filled with [dev.freehold.guard.Poison#FREED].
  void poisoned() {
    isPoisoned = true;
  }

  /// Whether other bytes in it were written after the free.
  boolean isPoisoned() {
    return isPoisoned;
  }

  boolean isLive() {
    return !isFreed;
  }

  @Nullable Site taken() {
    return taken;
  }

  @Nullable Site freed() {
    return freed;
  }

  boolean contains(long at) {
    return at - address >= 0 && at - address < bytes;
  }
}
