package dev.freehold;

import dev.freehold.track.Site;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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
/// What is handed out is made before the count changes: where the Java heap has no room for it,
/// nobody has joined or left.
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
  final Tether tether;
  private volatile int count = 1;

  Holders(Heap heap, long address, long bytes, Tether tether) {
    this.heap = heap;
    this.address = address;
    this.bytes = bytes;
    this.tether = tether;
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

  /// A handle or a read borrow leaves; the last one frees the block. None writes: who leaves is
  /// counted, and who writes is the only one that is.
  void leave() {
    if ((int) COUNT.getAndAdd(this, -1) == 1) {
      heap.give(address, tether);
    }
  }

  Borrow borrow(long from, long length) {
    Borrow reader = new Borrow(heap, from, length, Access.READ, this);
    if (!join()) {
      throw refused(Use.READ);
    }
    return reader;
  }

  /// Keeps all others out, if there are none.
  boolean startWriting() {
    return COUNT.compareAndSet(this, 1, WRITING);
  }

  void endWriting() {
    COUNT.setRelease(this, 1);
  }

  /// Takes the block from its holders, if there is one.
  boolean dissolve() {
    return COUNT.compareAndSet(this, 1, 0);
  }

  MisuseException refused(Use use) {
    return switch (count) {
      case 0 ->
          refused(
              Defect.CLOSE_RACE,
              "shared block %s while another thread closed the last handle"
                  .formatted(use.participle),
              "hold a handle of its own for each thread: shared.another()");
      case WRITING ->
          refused(
              Defect.ESCAPED_BORROW,
              "shared block %s while it is borrowed for writing".formatted(use.participle),
              "close the write borrow first; try-with-resources nests them");
      default ->
          refused(
              Defect.ESCAPED_BORROW,
              "shared block %s while handles and read borrows hold it, %d together"
                  .formatted(use.participle, count()),
              "close all but one handle, and the borrows; shared.holders() counts both");
    };
  }

  MisuseException refused(Defect defect, String what, String next) {
    return new MisuseException(
        new Report(
            defect, what, place(), heap.name(), Site.here(), tether.freed(), tether.taken(), next));
  }

  private String place() {
    return Report.place(address, bytes, heap.name());
  }

  @Override
  public String toString() {
    return "shared block " + place();
  }
}
