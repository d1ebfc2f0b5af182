package dev.freehold;

import dev.freehold.track.Site;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The use of a block, or of a part of it, that ends before its owner may close, send or share it.
///
/// A read borrow's segment is read-only, and any number of them may be open at once. A write borrow
/// is the only way to the block while it is open. Either has a scope of its own: closed, its
/// segments throw. A borrow is confined to the thread that opened it.
///
/// A write borrow lends on: while such a part is open, its own segment has ended, as the owner's
/// has. A read borrow of a read borrow is one more reader of the same lender, and may outlive it.
public final class Borrow extends Lender implements AutoCloseable {
  private final Access access;
  private final Object lender;

  /// Opened by a [Lender], by the holders that the block belongs to, or by the one handle that
  /// writes it.
  Borrow(Heap heap, long address, long bytes, Access access, Object lender) {
    super(heap, address, bytes);
    this.access = access;
    this.lender = lender;
    begin(access);
  }

  /// The bytes that are borrowed.
  ///
  /// @return a segment that ends when the borrow is closed; read-only for a read borrow
  /// @throws IllegalStateException if the borrow is closed, or lent on
  /// @throws WrongThreadException if another thread opened it
  public MemorySegment segment() {
    return open(access);
  }

  /// How many bytes are borrowed.
  ///
  /// @return bytes
  public long bytes() {
    return bytes;
  }

  /// Whether this is a write borrow.
  ///
  /// @return whether the segment may be written
  public boolean isWritable() {
    return access == Access.WRITE;
  }

  /// Opens a read borrow of the same bytes.
  ///
  /// @return one more reader
  /// @throws IllegalStateException if this borrow is closed, or lent on for writing
  /// @throws WrongThreadException if another thread opened it
  public Borrow read() {
    return read(0, bytes);
  }

  /// Opens a read borrow of a part.
  ///
  /// @param offset where it starts, from the start of this borrow
  /// @param length how many bytes
  /// @return one more reader
  /// @throws IllegalStateException if this borrow is closed, or lent on for writing
  /// @throws IndexOutOfBoundsException if the part does not lie within
  /// @throws WrongThreadException if another thread opened it
  public Borrow read(long offset, long length) {
    checkPart(offset, length);
    if (access == Access.WRITE) {
      return lendReader(address + offset, length);
    }
    if (lent != FREE || Thread.currentThread() != owner) {
      throw refused(Use.READ, null);
    }
    return switch (lender) {
      case Lender parent -> {
        Borrow reader = new Borrow(heap, address + offset, length, Access.READ, parent);
        parent.lent++;
        yield reader;
      }
      case Holders holders -> holders.borrow(address + offset, length);
      case CountedHolders holders -> holders.borrow(address + offset, length);
      default -> throw new AssertionError(lender);
    };
  }

  /// Opens a write borrow of the same bytes.
  ///
  /// @return the only way to them until it is closed
  /// @throws IllegalStateException if this is a read borrow, is closed, or is lent on
  /// @throws WrongThreadException if another thread opened it
  public Borrow write() {
    return write(0, bytes);
  }

  /// Opens a write borrow of a part.
  ///
  /// @param offset where it starts, from the start of this borrow
  /// @param length how many bytes
  /// @return the only way to any of this borrow's bytes until it is closed
  /// @throws IllegalStateException if this is a read borrow, is closed, or is lent on
  /// @throws IndexOutOfBoundsException if the part does not lie within
  /// @throws WrongThreadException if another thread opened it
  public Borrow write(long offset, long length) {
    checkPart(offset, length);
    if (access == Access.READ) {
      throw refusedWriter("read borrow borrowed for writing");
    }
    return lendWriter(address + offset, length);
  }

  /// Ends the borrow: its segments throw, and its lender may go on.
  ///
  /// @throws IllegalStateException if it is closed, lent on, or in use by a native call
  /// @throws WrongThreadException if another thread opened it
  @Override
  public void close() {
    endUnlent(Use.CLOSE);
    lent = CLOSED;
    switch (lender) {
      case Lender parent -> parent.returned();
      case Holders holders -> holders.leave();
      case Shared handle -> handle.written();
      case CountedHolders holders -> holders.returned(access);
      default -> throw new AssertionError(lender);
    }
  }

  @Override
  RuntimeException refused(Use use, @Nullable RuntimeException cause) {
    if (Thread.currentThread() != owner) {
      return Refusals.wrongThread(place(), use, owner);
    }
    if (lent == CLOSED) {
      boolean again = use == Use.CLOSE;
      return new MisuseException(
          report(
              again ? Defect.DOUBLE_FREE : Defect.ESCAPED_BORROW,
              again
                  ? kind() + " closed twice"
                  : "%s %s after it was closed".formatted(kind(), use.participle),
              "keep no borrow beyond its try block; open another from the owner"));
    }
    return Refusals.lentOrPinned(this, kind(), use, cause);
  }

  @Override
  void allow(Access use) {
    if (use == Access.WRITE && access == Access.READ) {
      throw refusedWriter("read borrow written to");
    }
  }

  private RuntimeException refusedWriter(String what) {
    if (lent != FREE || Thread.currentThread() != owner) {
      return refused(Use.WRITE, null);
    }
    return new MisuseException(
        report(
            Defect.PERMISSION,
            what,
            "open a write borrow from the owner once the readers are closed"));
  }

  private String kind() {
    return access == Access.READ ? "read borrow" : "write borrow";
  }

  private Report report(Defect defect, String what, String next) {
    return new Report(defect, what, place(), heap.name(), Site.here(), null, null, next);
  }

  @Override
  String place() {
    return "%s of %s".formatted(kind(), Report.place(address, bytes, heap.name()));
  }

  @Override
  public String toString() {
    return place();
  }
}
