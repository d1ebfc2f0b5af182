package dev.freehold;

import dev.freehold.track.Site;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The use of one block of a pool, until it is closed: the block goes back to the pool, and not to
/// the heap.
///
/// Confined to the thread that took or received it. All that is refused of a [Block] is refused of
/// a lease: its segment has a scope of its own, which ends when the lease is closed, although the
/// memory stays.
///
/// ```text
/// OPEN --close--> CLOSED (the block is idle or freed)
///   \---send----> SENT   (a LeaseParcel has it)         close has no effect
/// ```
public final class Lease implements AutoCloseable {
  private enum State {
    OPEN,
    SENT,
    CLOSED
  }

  private final Pool pool;
  private final Block block;
  private final @Nullable Ticket ticket;
  private State state = State.OPEN;

  /// Of a block that this thread owns.
  Lease(Pool pool, Block block) {
    this.pool = pool;
    this.block = block;
    this.ticket = pool.track(this, block);
  }

  /// The memory, readable and writable. What it contains at first is up to [PoolConfig.Cleaning].
  ///
  /// @return a segment that ends when the lease is borrowed from, closed or sent
  /// @throws IllegalStateException if the lease is borrowed from, closed or sent
  /// @throws WrongThreadException if another thread owns the lease
  public MemorySegment segment() {
    ensureOpen(Use.SEGMENT);
    return block.segment();
  }

  /// Where the block starts, for code below the level of segments. Nothing checks its use.
  ///
  /// @return the address, valid until the lease is closed
  public long address() {
    return block.address();
  }

  /// The size of the block.
  ///
  /// @return bytes, those of every block of the pool
  public long bytes() {
    return block.bytes();
  }

  /// Opens a read borrow, as [Block#read()].
  ///
  /// @return one of any number of readers
  /// @throws IllegalStateException if the lease is borrowed for writing, closed or sent
  /// @throws WrongThreadException if another thread owns the lease
  public Borrow read() {
    ensureOpen(Use.READ);
    return block.read();
  }

  /// Opens a write borrow, as [Block#write()].
  ///
  /// @return the only way to the block until it is closed
  /// @throws IllegalStateException if the lease is borrowed, closed or sent
  /// @throws WrongThreadException if another thread owns the lease
  public Borrow write() {
    ensureOpen(Use.WRITE);
    return block.write();
  }

  /// Moves the lease out of this thread. Its segments end here; who receives the parcel owns it.
  ///
  /// @return the lease on its way; it counts as taken
  /// @throws IllegalStateException if the lease is borrowed from, closed or sent
  /// @throws WrongThreadException if another thread owns the lease
  public LeaseParcel send() {
    ensureOpen(Use.SEND);
    Parcel parcel = block.send();
    state = State.SENT;
    pool.forget(ticket);
    return new LeaseParcel(pool, parcel, block);
  }

  /// Ends the segment and returns the block to the pool. A lease that was sent is not this owner's
  /// to return, and its close has no effect.
  ///
  /// @throws IllegalStateException if the lease is borrowed from or closed, or its segment is in
  ///   use by a native call or a channel; it stays open
  /// @throws WrongThreadException if another thread owns the lease; it stays open
  @Override
  public void close() {
    if (state == State.SENT && Thread.currentThread() == block.owner) {
      return;
    }
    ensureOpen(Use.CLOSE);
    Parcel parcel = block.send();
    state = State.CLOSED;
    pool.giveBack(parcel, block, ticket);
  }

  private void ensureOpen(Use use) {
    if (state != State.OPEN) {
      throw refused(use);
    }
  }

  private RuntimeException refused(Use use) {
    if (Thread.currentThread() != block.owner) {
      return Refusals.wrongThread(toString(), use, block.owner);
    }
    boolean closed = state == State.CLOSED;
    boolean again = closed && use == Use.CLOSE;
    return new MisuseException(
        new Report(
            again ? Defect.DOUBLE_FREE : Defect.USE_AFTER_FREE,
            again
                ? "lease closed twice"
                : "lease %s after it was %s".formatted(use.participle, closed ? "closed" : "sent"),
            toString(),
            block.heap.name(),
            Site.here(),
            block.tether.freed(),
            block.taken(),
            closed
                ? "take another lease: pool.take()"
                : "use the lease that parcel.receive() returns"));
  }

  @Override
  public String toString() {
    return "lease of 0x%x, %d bytes, from pool '%s'"
        .formatted(block.address(), block.bytes(), pool.name());
  }
}
