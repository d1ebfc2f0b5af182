package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.track.Sample;
import dev.freehold.track.Site;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What a heap records of one block, from its taking until its addresses are used again.
///
/// ```text
/// LIVE --free--> FREED --leaves the quarantine--> forgotten       one compareAndSet decides
///   \
///    owner unreachable --> LOST, for ever
/// ```
///
/// The record is the reference by which the collector tells that the owner of the block, or what it
/// was handed on to, is unreachable: a [Tether] that only they hold.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `freed` | volatile | volatile, after `isFreed` | the thread that frees |
/// | `isFreed` | volatile | compareAndSet | - |
/// | `reported` | volatile | getAndBitwiseOr | - |
/// | `isPoisoned` | volatile | volatile, once: `false` to `true` | the thread that frees |
/// | `isLost` | volatile | volatile, once: `false` to `true` | - |
/// | `bytes` | plain | plain | the owner of the block |
/// | all others | plain | once, before publication | final |
final class BlockRecord extends PhantomReference<@Nullable Tether> {
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

  private static final ReferenceQueue<@Nullable Tether> UNREACHABLE = new ReferenceQueue<>();
  private static final LongAdder LOST = new LongAdder();

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

  /// Whom it is put down to.
  final @Nullable Object taker;

  private final @Nullable Site taken;
  private final @Nullable Sample sample;
  private volatile @Nullable Site freed;
  private volatile boolean isFreed;
  private volatile boolean isLost;
  private volatile boolean isPoisoned;

  /// A bit for each defect that is found by a look at the memory.
  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile int reported;

  BlockRecord(
      long base, long address, long bytes, long total, Memory memory, @Nullable Origin origin) {
    super(origin == null ? null : origin.tether(), UNREACHABLE);
    this.base = base;
    this.address = address;
    this.bytes = bytes;
    this.total = total;
    this.memory = memory;
    this.taken = origin == null ? null : origin.site();
    this.sample = origin == null ? null : origin.sample();
    this.taker = base == Allocator.NULL ? null : Takers.taker();
    if (origin != null && origin.tether() != null) {
      origin.tether().record = this;
    }
  }

  /// Marks the records whose owners the collector has found unreachable since the last call.
  ///
  /// @return how many there were since the start of the process, of all heaps
  static long findLost() {
    Reference<?> next = UNREACHABLE.poll();
    while (next != null) {
      if (next instanceof BlockRecord record) {
        record.isLost = true;
        LOST.increment();
      }
      next = UNREACHABLE.poll();
    }
    return LOST.sum();
  }

  /// Whether it lives, and nobody can free it.
  boolean isLost() {
    return isLost && !isFreed;
  }

  /// Frees it, for one caller alone.
  boolean free(@Nullable Site site) {
    if (!STATE.compareAndSet(this, false, true)) {
      return false;
    }
    freed = site;
    clear(); // not lost: its owner may be dropped from here on
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

  /// What the block stands for; `null` of a record of no block.
  @Nullable Sample sample() {
    return sample;
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
