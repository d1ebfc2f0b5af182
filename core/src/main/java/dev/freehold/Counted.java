package dev.freehold;

import dev.freehold.track.Site;

/// One of several handles by which parts of a program on one thread own a block together.
///
/// The block lives until the last handle and the last borrow are closed. Any handle lends it: to
/// any number of readers or to one writer. Nothing is atomic, and everything is confined to the
/// thread that made the first handle; [Shared] is its like for many threads.
public final class Counted implements AutoCloseable {
  private final CountedHolders holders;
  private boolean closed;

  /// Of a holder that is counted already.
  Counted(CountedHolders holders) {
    this.holders = holders;
  }

  /// The size of the block.
  ///
  /// @return bytes
  public long bytes() {
    return holders.bytes;
  }

  /// How many handles are open.
  ///
  /// @return at least 1 while this handle is open
  public int holders() {
    return holders.count;
  }

  /// Opens a read borrow.
  ///
  /// @return one of any number of readers
  /// @throws IllegalStateException if this handle is closed, or the block is borrowed for writing
  /// @throws WrongThreadException if the block is counted on another thread
  public Borrow read() {
    ensureOpen(Use.READ);
    return holders.borrow(holders.address, holders.bytes);
  }

  /// Opens a write borrow.
  ///
  /// @return the only way to the block until it is closed
  /// @throws IllegalStateException if this handle is closed, or the block is borrowed
  /// @throws WrongThreadException if the block is counted on another thread
  public Borrow write() {
    ensureOpen(Use.WRITE);
    return holders.borrowAlone();
  }

  /// Makes one more handle of the same block.
  ///
  /// @return a handle to be closed on its own
  /// @throws IllegalStateException if this handle is closed
  /// @throws WrongThreadException if the block is counted on another thread
  public Counted another() {
    ensureOpen(Use.COUNT);
    holders.count++;
    return new Counted(holders);
  }

  /// Makes a handle that does not keep the block alive.
  ///
  /// @return a handle that needs no closing
  /// @throws IllegalStateException if this handle is closed
  /// @throws WrongThreadException if the block is counted on another thread
  public Weak<Counted> weak() {
    ensureOpen(Use.COUNT);
    return new Weak<>(
        () -> {
          holders.ensureOwner(Use.COUNT);
          if (holders.count == 0) {
            return null;
          }
          holders.count++;
          return new Counted(holders);
        });
  }

  /// Owns the block alone again, if this is the only handle and no borrow is open. The handle is
  /// closed.
  ///
  /// @return the block, with its contents
  /// @throws IllegalStateException if others hold or borrow the block, or this handle is closed
  /// @throws WrongThreadException if the block is counted on another thread
  public Block reclaim() {
    ensureOpen(Use.RECLAIM);
    Block block = holders.reclaim();
    closed = true;
    return block;
  }

  /// Closes this handle. The last of all handles and borrows frees the block.
  ///
  /// @throws IllegalStateException if this handle is closed
  /// @throws WrongThreadException if the block is counted on another thread
  @Override
  public void close() {
    ensureOpen(Use.CLOSE);
    closed = true;
    holders.leave();
  }

  private void ensureOpen(Use use) {
    holders.ensureOwner(use);
    if (closed) {
      throw new MisuseException(
          new Report(
              use == Use.CLOSE ? Defect.DOUBLE_FREE : Defect.USE_AFTER_FREE,
              "handle of a counted block %s after it was closed".formatted(use.participle),
              holders.toString(),
              Site.here(),
              null,
              holders.record.taken(),
              "make a handle of its own for each part of the program: counted.another()"));
    }
  }

  /// Whether two handles are of the same block.
  ///
  /// @param other another handle
  /// @return whether they are
  public boolean isSameBlock(Counted other) {
    return holders == other.holders;
  }

  @Override
  public String toString() {
    return holders.toString();
  }
}
