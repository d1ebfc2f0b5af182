package dev.freehold;

import dev.freehold.track.Site;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// One of the handles by which several threads hold a block that all may read.
///
/// Each thread opens a read borrow of its own, which costs two atomic operations and is confined to
/// it: no thread ever waits for another, and no [java.lang.foreign.Arena#ofShared] is involved. The
/// block lives until the last handle and the last borrow are closed. [#another] makes one more
/// handle, [#weak] one that does not keep the block alive.
///
/// The last holder may write ([#write]) or own the block again ([#reclaim]).
///
/// Safe for use by many threads, platform and virtual. Each handle is closed once.
public final class Shared implements AutoCloseable {
  private static final VarHandle CLOSED;

  static {
    try {
      CLOSED = MethodHandles.lookup().findVarHandle(Shared.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Holders holders;
  private volatile boolean closed;

  /// Of a holder that has joined already.
  Shared(Holders holders) {
    this.holders = holders;
  }

  /// The size of the block.
  ///
  /// @return bytes
  public long bytes() {
    return holders.bytes;
  }

  /// How many handles and borrows hold the block at this moment.
  ///
  /// @return at least 1 while this handle is open
  public int holders() {
    return holders.count();
  }

  /// Opens a read borrow that is confined to this thread.
  ///
  /// @return a borrow that keeps the block alive until it is closed
  /// @throws IllegalStateException if this handle is closed, or its one holder writes the block
  public Borrow read() {
    ensureOpen(Use.READ);
    return holders.borrow(holders.address, holders.bytes);
  }

  /// Opens a write borrow that is confined to this thread, if this is the only holder.
  ///
  /// @return a borrow that excludes all others until it is closed
  /// @throws IllegalStateException if others hold the block, or this handle is closed
  public Borrow write() {
    ensureOpen(Use.WRITE);
    return holders.borrowAlone(Use.WRITE);
  }

  /// Makes one more handle of the same block.
  ///
  /// @return a handle to be closed on its own
  /// @throws IllegalStateException if this handle is closed, or its one holder writes the block
  public Shared another() {
    ensureOpen(Use.SHARE);
    if (!holders.join()) {
      throw holders.refused(Use.SHARE);
    }
    return new Shared(holders);
  }

  /// Makes a handle that does not keep the block alive.
  ///
  /// @return a handle that needs no closing
  /// @throws IllegalStateException if this handle is closed
  public Weak<Shared> weak() {
    ensureOpen(Use.SHARE);
    return new Weak<>(() -> holders.join() ? new Shared(holders) : null);
  }

  /// Owns the block again, on this thread, if this is the only holder. The handle is closed.
  ///
  /// @return the block, with its contents
  /// @throws IllegalStateException if others hold the block, or this handle is closed; it stays open
  ///   where others do
  public Block reclaim() {
    settle(Use.RECLAIM);
    try {
      return holders.reclaim();
    } catch (MisuseException e) {
      closed = false;
      throw e;
    }
  }

  /// Closes this handle. The last of all handles and borrows frees the block.
  ///
  /// @throws IllegalStateException if this handle is closed, or its write borrow is open
  @Override
  public void close() {
    settle(Use.CLOSE);
    if (!holders.leaveHandle()) {
      closed = false;
      throw holders.refused(Use.CLOSE);
    }
  }

  private void settle(Use use) {
    if (!CLOSED.compareAndSet(this, false, true)) {
      throw handleClosed(use);
    }
  }

  private void ensureOpen(Use use) {
    if (closed) {
      throw handleClosed(use);
    }
  }

  private MisuseException handleClosed(Use use) {
    return new MisuseException(
        new Report(
            use == Use.CLOSE ? Defect.DOUBLE_FREE : Defect.USE_AFTER_FREE,
            "handle of a shared block %s after it was closed".formatted(use.participle),
            holders.toString(),
            Site.here(),
            null,
            holders.record.taken(),
            "make a handle of its own for each part of the program: shared.another()"));
  }

  /// Whether two handles are of the same block.
  ///
  /// @param other another handle
  /// @return whether they are
  public boolean isSameBlock(Shared other) {
    return holders == other.holders;
  }

  @Override
  public String toString() {
    return holders.toString();
  }
}
