package dev.freehold;

import dev.freehold.track.Site;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The block of a [Shared], and how many hold it.
///
/// ```text
/// count = open Shared handles + open read borrows      while anyone holds it
/// count = 0                                            freed, or reclaimed: for ever
/// count = WRITING                                      its one holder has it borrowed for writing
/// ```
///
/// Nobody comes back from 0: a holder joins by a compareAndSet from a count above 0, so the thread
/// that brings it to 0 is the only one that still knows the block.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `count` | acquire | compareAndSet, getAndAdd | - |
/// | all others | plain | once, before publication | final |
final class Holders {
  private static final int WRITING = -1;
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(Holders.class, "count", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Heap heap;
  final long address;
  final long bytes;
  final BlockRecord record;
  private volatile int count = 1;

  Holders(Heap heap, long address, long bytes, BlockRecord record) {
    this.heap = heap;
    this.address = address;
    this.bytes = bytes;
    this.record = record;
  }

  int count() {
    return Math.abs(count);
  }

  /// Joins, if anyone holds the block and nobody writes it.
  boolean join() {
    while (true) {
      int now = (int) COUNT.getAcquire(this);
      if (now <= 0) {
        return false;
      }
      if (now == Integer.MAX_VALUE) {
        throw new IllegalStateException(
            "%s has 2^31 - 1 holders: close some before others join".formatted(this));
      }
      if (COUNT.compareAndSet(this, now, now + 1)) {
        return true;
      }
    }
  }

  /// Leaves, unless the one holder has a write borrow open.
  boolean leaveHandle() {
    while (true) {
      int now = (int) COUNT.getAcquire(this);
      if (now < 0) {
        return false;
      }
      if (COUNT.compareAndSet(this, now, now - 1)) {
        if (now == 1) {
          heap.give(address, record);
        }
        return true;
      }
    }
  }

  /// A read borrow leaves; the last one frees the block.
  private void leave() {
    if ((int) COUNT.getAndAdd(this, -1) == 1) {
      heap.give(address, record);
    }
  }

  Borrow borrow(long from, long length) {
    if (!join()) {
      throw refused(Use.READ);
    }
    return new Borrow(heap, from, length, Access.READ, this);
  }

  Borrow borrowAlone(Use use) {
    if (!COUNT.compareAndSet(this, 1, WRITING)) {
      throw refused(use);
    }
    return new Borrow(heap, address, bytes, Access.WRITE, this);
  }

  void returned(Access access) {
    if (access == Access.WRITE) {
      COUNT.setRelease(this, 1);
    } else {
      leave();
    }
  }

  /// Takes the block from its one holder.
  Block reclaim() {
    if (!COUNT.compareAndSet(this, 1, 0)) {
      throw refused(Use.RECLAIM);
    }
    return new Block(heap, address, bytes, null, record);
  }

  MisuseException refused(Use use) {
    int now = count;
    Defect defect = now == 0 ? Defect.USE_AFTER_FREE : Defect.ESCAPED_BORROW;
    String what =
        switch (now) {
          case 0 -> "shared block %s after its last holder closed it".formatted(use.participle);
          case WRITING -> "shared block %s while it is borrowed for writing".formatted(use.participle);
          default ->
              "shared block %s while %d hold it, handles and read borrows together"
                  .formatted(use.participle, now);
        };
    return new MisuseException(
        new Report(
            defect,
            what,
            toString(),
            Site.here(),
            record.freed(),
            record.taken(),
            "hold a handle of its own for each thread: shared.another()"));
  }

  @Override
  public String toString() {
    return "shared block 0x%x of %d bytes from heap '%s'".formatted(address, bytes, heap.name());
  }
}
