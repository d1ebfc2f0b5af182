package dev.freehold;

import dev.freehold.track.Site;
import org.jspecify.annotations.Nullable;

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
  final BlockRecord record;
  final Thread owner = Thread.currentThread();
  int count = 1;
  private int lent;

  CountedHolders(Heap heap, long address, long bytes, BlockRecord record) {
    this.heap = heap;
    this.address = address;
    this.bytes = bytes;
    this.record = record;
  }

  void ensureOwner(Use use) {
    if (Thread.currentThread() != owner) {
      throw Refusals.wrongThread(this, use, owner);
    }
  }

  Borrow borrow(long from, long length) {
    if (lent == Lender.WRITER) {
      throw refused(Use.READ);
    }
    lent++;
    return new Borrow(heap, from, length, Access.READ, this);
  }

  Borrow borrowAlone() {
    if (lent != 0) {
      throw refused(Use.WRITE);
    }
    lent = Lender.WRITER;
    return new Borrow(heap, address, bytes, Access.WRITE, this);
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
    if (count == 0 && lent == 0) {
      heap.give(address, record);
    }
  }

  Block reclaim() {
    if (count != 1 || lent != 0) {
      throw refused(Use.RECLAIM);
    }
    count = 0;
    return new Block(heap, address, bytes, null, record);
  }

  private MisuseException refused(Use use) {
    String what =
        lent == Lender.WRITER
            ? "counted block %s while it is borrowed for writing".formatted(use.participle)
            : "counted block %s while %d handles and %d read borrows hold it"
                .formatted(use.participle, count, lent);
    return new MisuseException(
        new Report(
            Defect.ESCAPED_BORROW,
            what,
            toString(),
            Site.here(),
            null,
            record.taken(),
            "close the borrows first; try-with-resources nests them"));
  }

  @Override
  public String toString() {
    return "counted block 0x%x of %d bytes from heap '%s'".formatted(address, bytes, heap.name());
  }
}
