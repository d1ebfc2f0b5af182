package dev.freehold;

import dev.freehold.track.Site;

/// The block of a [Counted], how many hold it and how it is borrowed, all on one thread.
///
/// ```text
/// count = open Counted handles
/// lent  = number of open read borrows, or WRITER
/// freed when count = 0 and lent = 0
/// ```
final class CountedHolders {
  final Heap heap;
  final long address;
  final long bytes;
  final Tether tether;
  final Thread owner = Thread.currentThread();
  private int count = 1;
  private int lent;

  CountedHolders(Heap heap, long address, long bytes, Tether tether) {
    this.heap = heap;
    this.address = address;
    this.bytes = bytes;
    this.tether = tether;
  }

  void ensureOwner(Use use) {
    if (Thread.currentThread() != owner) {
      throw Refusals.wrongThread(place(), use, owner);
    }
  }

  int count() {
    return count;
  }

  /// One more handle. It is made before it is counted.
  Counted join() {
    if (count == Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "%s has 2^31 - 1 handles: close some before others join".formatted(this));
    }
    Counted joined = new Counted(this);
    count++;
    return joined;
  }

  Borrow borrow(long from, long length) {
    if (lent == Lender.WRITER) {
      throw refused(Use.READ);
    }
    Borrow reader = new Borrow(heap, from, length, Access.READ, this);
    lent++;
    return reader;
  }

  Borrow borrowAlone() {
    if (lent != 0) {
      throw refused(Use.WRITE);
    }
    Borrow writer = new Borrow(heap, address, bytes, Access.WRITE, this);
    lent = Lender.WRITER;
    return writer;
  }

  /// Whether anyone keeps the block alive.
  boolean isHeld() {
    return count > 0 || lent != 0;
  }

  void returned(Access access) {
    lent = access == Access.WRITE ? 0 : lent - 1;
    freeWhereDone();
  }

  void leave() {
    count--;
    freeWhereDone();
  }

  private void freeWhereDone() {
    if (!isHeld()) {
      heap.give(address, tether);
    }
  }

  Block reclaim() {
    if (count != 1 || lent != 0) {
      throw refused(Use.RECLAIM);
    }
    Block block = new Block(heap, address, bytes, null, tether);
    count = 0;
    return block;
  }

  private MisuseException refused(Use use) {
    String what;
    String next;
    if (lent == Lender.WRITER) {
      what = "counted block %s while it is borrowed for writing".formatted(use.participle);
      next = "close the write borrow first; try-with-resources nests them";
    } else if (lent > 0) {
      what =
          "counted block %s while it is borrowed for reading by %d".formatted(use.participle, lent);
      next = "close the read borrows first; try-with-resources nests them";
    } else {
      what = "counted block %s while %d handles hold it".formatted(use.participle, count);
      next = "close all but one handle; counted.holders() counts them";
    }
    return refused(Defect.ESCAPED_BORROW, what, next);
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
    return "counted block " + place();
  }
}
