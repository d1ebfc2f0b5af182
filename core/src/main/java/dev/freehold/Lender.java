package dev.freehold;

import dev.freehold.os.Memory;
import dev.freehold.track.Site;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What may lend a block out: its owner, and a borrow of it.
///
/// Shared or writable, never both: while borrows are open, no segment of the lender is alive.
///
/// ```text
///               read()                    read()
///   FREE(0) ------------> 1 reader ------------> 2 readers ...     lent = number of readers
///      |    <------------          <------------
///      |     last closed             one closed
///      |   write()
///      +---------------> WRITER      closed: back to FREE
///      |   close(), send(), share(), count()
///      +---------------> CLOSED, SENT, SHARED, COUNTED       for ever
///
/// segment is not null   implies   lent = FREE, and its scope is alive
/// scope is not null     =         segment is not null, and the heap's level gives scopes
/// ```
///
/// Confined to `owner`. Where another thread reads the fields, whatever it finds, it is refused: by
/// the scope, which the JVM confines, or by the comparison with `owner`.
abstract sealed class Lender extends Values permits Block, Borrow {
  static final int FREE = 0;
  static final int WRITER = -1;
  static final int CLOSED = -2;
  static final int SENT = -3;
  static final int SHARED = -4;
  static final int COUNTED = -5;

  final Heap heap;
  final long address;
  final Thread owner;
  long bytes;
  int lent;
  @Nullable Arena scope;
  @Nullable MemorySegment segment;

  Lender(Heap heap, long address, long bytes) {
    this.heap = heap;
    this.address = address;
    this.bytes = bytes;
    this.owner = Thread.currentThread();
  }

  /// Opens a scope of its own and a segment over the bytes.
  @SuppressWarnings("MustBeClosedChecker") // closed by end
  final MemorySegment begin(Access access) {
    MemorySegment opened;
    if (heap.isScoped()) {
      Arena own = Arena.ofConfined();
      scope = own;
      opened = Memory.view(address, bytes, own);
    } else {
      opened = Memory.view(address, bytes, heap.scope());
    }
    if (access == Access.READ) {
      opened = opened.asReadOnly();
    }
    segment = opened;
    return opened;
  }

  /// Ends the segment, if one is open: from here on it throws. Refuses other threads.
  final void end(Use use) {
    Arena own = scope;
    if (own != null) {
      try {
        own.close();
      } catch (IllegalStateException | WrongThreadException e) {
        throw refused(use, e);
      }
      scope = null;
    } else if (Thread.currentThread() != owner) {
      throw refused(use, null);
    }
    segment = null;
  }

  /// Ends the segment and requires that nothing is borrowed.
  final void endUnlent(Use use) {
    if (lent != FREE) {
      throw refused(use, null);
    }
    end(use);
  }

  /// The segment of the moment, opened where it is first asked for, or a borrow or a resize had
  /// ended it.
  final MemorySegment open(Access access) {
    MemorySegment opened = segment;
    if (opened != null) {
      return opened;
    }
    if (lent != FREE || Thread.currentThread() != owner) {
      throw refused(Use.SEGMENT, null);
    }
    return begin(access);
  }

  @Override
  final long at(long offset, long length, Access access) {
    if (lent != FREE || Thread.currentThread() != owner) {
      throw refused(access == Access.READ ? Use.GET : Use.SET, null);
    }
    if (offset < 0 || offset > bytes - length) {
      throw outside(offset, length, "access bytes that lie within");
    }
    allow(access);
    return address + offset;
  }

  /// Refuses what this lender itself may not do.
  abstract void allow(Access access);

  /// Requires that a reader may be lent, before the bytes are looked at for it.
  final void ensureLends() {
    if (lent < FREE || Thread.currentThread() != owner) {
      throw refused(Use.READ, null);
    }
  }

  final Borrow lendReader(long from, long length) {
    if (lent < FREE) {
      throw refused(Use.READ, null);
    }
    end(Use.READ);
    Borrow reader = new Borrow(heap, from, length, Access.READ, this);
    lent++;
    return reader;
  }

  final Borrow lendWriter(long from, long length) {
    if (lent != FREE) {
      throw refused(Use.WRITE, null);
    }
    end(Use.WRITE);
    Borrow writer = new Borrow(heap, from, length, Access.WRITE, this);
    lent = WRITER;
    return writer;
  }

  /// A borrow has been closed, by this thread: its own scope saw to that.
  final void returned() {
    lent = lent == WRITER ? FREE : lent - 1;
  }

  final void checkPart(long offset, long length) {
    if (offset < 0 || length < 0 || offset > bytes - length) {
      throw outside(offset, length, "borrow a part that lies within");
    }
  }

  private IndexOutOfBoundsException outside(long offset, long length, String next) {
    return new IndexOutOfBoundsException(
        "bytes [%d, %d + %d) of %s: it has %d; %s"
            .formatted(offset, offset, length, this, bytes, next));
  }

  @Nullable Site taken() {
    return null;
  }

  /// The words of reports for what is lent.
  abstract String place();

  abstract RuntimeException refused(Use use, @Nullable RuntimeException cause);
}
