package dev.freehold;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

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
///
/// ```text
/// OPEN --write()----> ASKING --alone--> WRITING --borrow closed--> OPEN
/// OPEN --reclaim()--> ASKING --alone--> RECLAIMED
///                     ASKING --others hold the block, too--> OPEN
/// OPEN --close()----> ASKING --left--> CLOSED
///
/// state is OPEN or WRITING   implies   this handle is counted
/// state is CLOSED            implies   it is not
/// ```
///
/// So a handle that writes or asks cannot be closed by another thread in between. Who meets
/// `ASKING` waits until it is over: a refusal of the one is none of the other, and who is refused
/// by a closed handle finds that it has left. It lasts a few instructions, or until the last holder
/// has freed the block.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `state` | volatile | compareAndSet from `OPEN`; release from `ASKING` and `WRITING`, by who made it so | - |
/// | `closer` | plain | plain, before `CLOSED` | who closes it; others read it or nothing, and are not it |
/// | `holders` | plain | once, before publication | final |
public final class Shared implements AutoCloseable {
  private static final int OPEN = 0;
  private static final int ASKING = 1;
  private static final int WRITING = 2;
  private static final int CLOSED = 3;
  private static final int RECLAIMED = 4;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Shared.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Holders holders;

  @SuppressWarnings("UnusedVariable") // written by its handle
  private volatile int state;

  /// The thread that closed this handle.
  private @Nullable Thread closer;

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

  /// Opens a write borrow that is confined to this thread, if this is the only holder. The handle
  /// stays open as long as the borrow.
  ///
  /// @return a borrow that excludes all others until it is closed
  /// @throws IllegalStateException if others hold the block, or this handle is closed
  public Borrow write() {
    Borrow writer = new Borrow(holders.heap, holders.address, holders.bytes, Access.WRITE, this);
    ask(Use.WRITE);
    if (!holders.startWriting()) {
      throw refusedAlone(Use.WRITE);
    }
    STATE.setRelease(this, WRITING);
    return writer;
  }

  /// The write borrow has been closed.
  void written() {
    holders.endWriting();
    STATE.setRelease(this, OPEN);
  }

  /// Makes one more handle of the same block.
  ///
  /// @return a handle to be closed on its own
  /// @throws IllegalStateException if this handle is closed, or its one holder writes the block
  public Shared another() {
    ensureOpen(Use.JOIN);
    Shared another = new Shared(holders);
    if (!holders.join()) {
      throw holders.refused(Use.JOIN);
    }
    return another;
  }

  /// Makes a handle that does not keep the block alive.
  ///
  /// @return a handle that needs no closing
  /// @throws IllegalStateException if this handle is closed
  public Weak<Shared> weak() {
    ensureOpen(Use.WEAKEN);
    return new Weak<>(() -> {
      Shared another = new Shared(holders);
      return holders.join() ? another : null;
    });
  }

  /// Owns the block again, on this thread, if this is the only holder. The handle is closed; to
  /// close it again has no effect.
  ///
  /// @return the block, with its contents
  /// @throws IllegalStateException if others hold the block, or this handle is closed; it stays
  ///   open where others do
  public Block reclaim() {
    Block block = new Block(holders.heap, holders.address, holders.bytes, null, holders.tether);
    ask(Use.RECLAIM);
    if (!holders.dissolve()) {
      throw refusedAlone(Use.RECLAIM);
    }
    STATE.setRelease(this, RECLAIMED);
    return block;
  }

  /// Closes this handle. The last of all handles and borrows frees the block. A handle whose block
  /// was reclaimed owns nothing, and its close has no effect.
  ///
  /// @throws IllegalStateException if this handle is closed, or its write borrow is open
  @Override
  public void close() {
    if (settle(Use.CLOSE, ASKING)) {
      closer = Thread.currentThread();
      try {
        holders.leave();
      } finally {
        STATE.setRelease(this, CLOSED); // after it: who is refused finds that this holder has left
      }
    }
  }

  private void ensureOpen(Use use) {
    int now = state;
    while (isBusy(now)) {
      letOthersRun();
      now = state;
    }
    if (now != OPEN && now != WRITING) {
      throw refused(use);
    }
  }

  /// Who asks may be a virtual thread that waits for a lock, and for a carrier.
  @SuppressWarnings("ThreadPriorityCheck") // nothing is decided by it
  private static void letOthersRun() {
    Thread.yield();
  }

  /// Whether another thread asks. Who closes may come back through a listener of the heap's budget,
  /// and does not wait for itself.
  private boolean isBusy(int now) {
    return now == ASKING && closer != Thread.currentThread();
  }

  private void ask(Use use) {
    settle(use, ASKING);
  }

  /// Leaves the state `OPEN`, once whoever asks has been answered.
  ///
  /// @return whether it did: a close of what was reclaimed has nothing to do
  private boolean settle(Use use, int next) {
    while (!STATE.compareAndSet(this, OPEN, next)) {
      int now = state;
      if (now == RECLAIMED && use == Use.CLOSE) {
        return false;
      }
      if (now != OPEN && !isBusy(now)) {
        throw refused(use);
      }
      letOthersRun();
    }
    return true;
  }

  private MisuseException refusedAlone(Use use) {
    STATE.setRelease(this, OPEN);
    return holders.refused(use);
  }

  private MisuseException refused(Use use) {
    int now = state;
    if (now < CLOSED) {
      return holders.refused(
          Defect.ESCAPED_BORROW,
          "handle of a shared block %s while it writes or reclaims".formatted(use.participle),
          "close the write borrow first; use a handle of its own on each thread");
    }
    if (now == RECLAIMED) {
      return holders.refused(
          Defect.USE_AFTER_FREE,
          "handle of a shared block %s after its block was reclaimed".formatted(use.participle),
          "use the block that shared.reclaim() returned");
    }
    String next = "make a handle of its own for each part of the program: shared.another()";
    if (use == Use.CLOSE) {
      return holders.refused(Defect.DOUBLE_FREE, "handle of a shared block closed twice", next);
    }
    return closer == Thread.currentThread()
        ? holders.refused(
            Defect.USE_AFTER_FREE,
            "handle of a shared block %s after it was closed".formatted(use.participle),
            next)
        : holders.refused(
            Defect.CLOSE_RACE,
            "handle of a shared block %s after another thread had closed it"
                .formatted(use.participle),
            next);
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
