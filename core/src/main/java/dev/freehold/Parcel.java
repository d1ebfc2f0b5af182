package dev.freehold;

import dev.freehold.track.Site;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A block on its way from one thread to another: nobody can reach its memory until it is received.
///
/// It travels by whatever the program has: a queue, a field, an exchanger. Exactly one thread
/// receives or closes it, whatever races; the others are refused. A parcel that nobody receives is
/// to be closed, which frees the block.
///
/// ```text
/// SENT --receive--> RECEIVED (a Block of the receiver)        one compareAndSet decides
///   \----close----> CLOSED   (the block is freed)
/// ```
///
/// Safe for use by many threads, platform and virtual.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `state` | volatile | `SENT` by release, once; then by compareAndSet, once | - |
/// | all others | plain | once, before publication | final |
///
/// Who receives it reads the state that the sender's release has written, and so sees all that the
/// sender did before, also where the parcel came by a plain field.
public final class Parcel implements AutoCloseable {
  private static final int SENT = 1;
  private static final int RECEIVED = 2;
  private static final int CLOSED = 3;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Parcel.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Heap heap;
  private final long address;
  private final long bytes;
  private final Tether tether;

  private volatile int state;

  Parcel(Heap heap, long address, long bytes, Tether tether) {
    this.heap = heap;
    this.address = address;
    this.bytes = bytes;
    this.tether = tether;
    STATE.setRelease(this, SENT);
  }

  /// The size of the block.
  ///
  /// @return bytes
  public long bytes() {
    return bytes;
  }

  /// Takes the block out, with its contents. This thread owns it from now on.
  ///
  /// @return the block
  /// @throws IllegalStateException if it was received or closed before
  public Block receive() {
    Block block = new Block(heap, address, bytes, null, tether);
    settle(Use.RECEIVE, RECEIVED);
    return block;
  }

  /// Frees the block that nobody received.
  ///
  /// @throws IllegalStateException if it was received or closed before
  @Override
  public void close() {
    settle(Use.CLOSE, CLOSED);
    heap.give(address, tether);
  }

  private void settle(Use use, int settled) {
    if (!STATE.compareAndSet(this, SENT, settled)) {
      throw refused(use);
    }
  }

  private MisuseException refused(Use use) {
    boolean received = state == RECEIVED;
    boolean again = received == (use == Use.RECEIVE);
    return new MisuseException(
        new Report(
            again && !received ? Defect.DOUBLE_FREE : Defect.USE_AFTER_FREE,
            again
                ? "parcel %s twice".formatted(use.participle)
                : "parcel %s after it was %s"
                    .formatted(use.participle, received ? "received" : "closed"),
            toString(),
            heap.name(),
            Site.here(),
            tether.freed(),
            tether.taken(),
            "send each parcel to one receiver; share the block where several need it"));
  }

  @Override
  public String toString() {
    return "parcel of 0x%x, %d bytes, from heap '%s'".formatted(address, bytes, heap.name());
  }
}
