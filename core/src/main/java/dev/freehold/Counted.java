package dev.freehold;

/// One of several handles by which parts of a program on one thread own a block together.
///
/// The block lives until the last handle and the last borrow are closed. Any handle lends it: to
/// any number of readers or to one writer. Nothing is atomic, and everything is confined to the
/// thread that made the first handle; [Shared] is its like for many threads.
public final class Counted implements AutoCloseable {
  private enum Ended {
    NOT,
    CLOSED,
    RECLAIMED
  }

  private final CountedHolders holders;
  private Ended ended = Ended.NOT;

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
    return holders.count();
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
    ensureOpen(Use.JOIN);
    return holders.join();
  }

  /// Makes a handle that does not keep the block alive.
  ///
  /// @return a handle that needs no closing
  /// @throws IllegalStateException if this handle is closed
  /// @throws WrongThreadException if the block is counted on another thread
  public Weak<Counted> weak() {
    ensureOpen(Use.WEAKEN);
    return new Weak<>(() -> {
      holders.ensureOwner(Use.JOIN);
      return holders.isHeld() ? holders.join() : null;
    });
  }

  /// Owns the block alone again, if this is the only handle and no borrow is open. The handle is
  /// closed; to close it again has no effect.
  ///
  /// @return the block, with its contents
  /// @throws IllegalStateException if others hold or borrow the block, or this handle is closed
  /// @throws WrongThreadException if the block is counted on another thread
  public Block reclaim() {
    ensureOpen(Use.RECLAIM);
    Block block = holders.reclaim();
    ended = Ended.RECLAIMED;
    return block;
  }

  /// Closes this handle. The last of all handles and borrows frees the block. A handle whose block
  /// was reclaimed owns nothing, and its close has no effect.
  ///
  /// @throws IllegalStateException if this handle is closed
  /// @throws WrongThreadException if the block is counted on another thread
  @Override
  public void close() {
    if (ended != Ended.RECLAIMED) {
      ensureOpen(Use.CLOSE);
      ended = Ended.CLOSED;
      holders.leave();
    } else {
      holders.ensureOwner(Use.CLOSE);
    }
  }

  private void ensureOpen(Use use) {
    holders.ensureOwner(use);
    if (ended != Ended.NOT) {
      throw refused(use);
    }
  }

  private MisuseException refused(Use use) {
    if (ended == Ended.RECLAIMED) {
      return holders.refused(
          Defect.USE_AFTER_FREE,
          "handle of a counted block %s after its block was reclaimed".formatted(use.participle),
          "use the block that counted.reclaim() returned");
    }
    boolean again = use == Use.CLOSE;
    return holders.refused(
        again ? Defect.DOUBLE_FREE : Defect.USE_AFTER_FREE,
        again
            ? "handle of a counted block closed twice"
            : "handle of a counted block %s after it was closed".formatted(use.participle),
        "make a handle of its own for each part of the program: counted.another()");
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
