package dev.freehold.track;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A block that is recorded, and how many it stands for.
///
/// A block is chosen with a probability that grows with its size; it stands for 1 / probability
/// blocks, by the interval that was in force when the choice was drawn. So the sum of the weights
/// of the chosen is, in the mean, the number of all, whatever the intervals were.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `bytes`, `isWritten` | plain | plain | the owner of the block |
/// | all others | plain | once, before publication | final |
public final class Sample {
  /// A block is temporary if the thread that took it frees it within this time, in nanoseconds: a
  /// millisecond. Such a block could mostly be taken once and used again.
  public static final long TEMPORARY = 1_000_000;

  private static final AtomicLong IDS = new AtomicLong();

  private final long id = IDS.incrementAndGet();
  private final long nanos;
  private final long thread = Thread.currentThread().threadId();
  private final StackTable table;
  private final @Nullable Stack stack;
  private final double weight;
  private final int epoch;
  private long bytes;
  private boolean isWritten;

  /// Describes a block that this thread takes now.
  ///
  /// @param table of the stack
  /// @param stack whose tally it counts in; `null` where all blocks are recorded, and no tally kept
  /// @param weight how many blocks it stands for, at least 1
  /// @param bytes its size
  /// @param nanos the moment, as [System#nanoTime]
  public Sample(StackTable table, @Nullable Stack stack, double weight, long bytes, long nanos) {
    this.nanos = nanos;
    this.table = table;
    this.stack = stack;
    this.weight = weight;
    this.bytes = bytes;
    this.epoch = table.epoch();
  }

  /// The block is taken.
  public void take() {
    if (stack != null) {
      stack.tally().take(this, epoch);
    }
  }

  /// The block is freed, by this thread. No look-up is needed: the sample knows its tally.
  ///
  /// @param now the moment, as [System#nanoTime]
  public void free(long now) {
    if (stack != null) {
      stack.tally().free(this, isTemporary(now), table.epoch());
    }
  }

  /// The block has another size.
  ///
  /// @param newBytes its size from now on
  public void resize(long newBytes) {
    Amount before = amount();
    bytes = newBytes;
    if (stack != null) {
      stack.tally().resize(this, before, table.epoch());
    }
  }

  /// Whether a free by this thread makes it a temporary block.
  ///
  /// @param now the moment of the free, as [System#nanoTime]
  /// @return whether it was taken by this thread, less than [#TEMPORARY] ago
  public boolean isTemporary(long now) {
    return now - nanos < TEMPORARY && Thread.currentThread().threadId() == thread;
  }

  /// An event tells of the taking, so one is to tell of the free.
  public void written() {
    isWritten = true;
  }

  /// Whether an event tells of the taking.
  ///
  /// @return whether [#written] was called
  public boolean isWritten() {
    return isWritten;
  }

  /// What it stands for.
  ///
  /// @return blocks and bytes
  public Amount amount() {
    return Amount.of(weight, bytes);
  }

  /// The stack whose tally it counts in.
  ///
  /// @return `null` where all blocks are recorded, and no tally kept
  public @Nullable Stack stack() {
    return stack;
  }

  /// The number of the sample.
  ///
  /// @return unique in this process
  public long id() {
    return id;
  }

  /// How many blocks it stands for.
  ///
  /// @return at least 1
  public double weight() {
    return weight;
  }

  /// The size of the block.
  ///
  /// @return bytes
  public long bytes() {
    return bytes;
  }

  /// When it was taken.
  ///
  /// @return as [System#nanoTime]
  public long nanos() {
    return nanos;
  }

  /// The epoch in which it was taken.
  int epoch() {
    return epoch;
  }
}
