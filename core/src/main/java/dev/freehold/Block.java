package dev.freehold;

import dev.freehold.alloc.Magazine;
import dev.freehold.track.Site;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One allocation of a heap, with one owner: the thread that took or received it.
///
/// Its segment has a scope of its own, so the JVM itself refuses what C would not notice; what goes
/// beyond a segment, the block refuses. At the level [Checks#FAST] segments have no scope of their
/// own, and the JVM checks bounds alone.
///
/// | misuse | refused with |
/// |---|---|
/// | access beyond the block | [IndexOutOfBoundsException] |
/// | access after [#close], [#send], [#share], [#count] | [IllegalStateException] |
/// | closing twice | [MisuseException] |
/// | closing, sending, sharing, counting or resizing while a borrow is open | [MisuseException] |
/// | access through a segment taken before a borrow was opened | [IllegalStateException] |
/// | writing through a read borrow | [IllegalArgumentException] |
/// | access, borrowing, resizing or closing by another thread | [WrongThreadException] |
///
/// A block leaves its thread in two ways: [#send] moves it to one other thread, [#share] makes it
/// readable by all. [#count] gives it several owners on this thread. Closing a block that was
/// handed on has no effect, so that a block in try-with-resources may be handed on, or not.
///
/// Invariants, over those of its states: its segments are over `[address, address + bytes)`, and
/// the allocator's size of the block is `bytes`.
public final class Block extends Lender implements AutoCloseable {
  /// What leads to the record of this block, if the heap's level keeps one.
  final Tether tether;

  /// Where the owner's thread puts it when it is freed, if that is known.
  private final @Nullable Magazine home;

  Block(Heap heap, long address, long bytes, @Nullable Magazine home, Tether tether) {
    super(heap, address, bytes);
    this.home = home;
    this.tether = tether;
  }

  /// The memory of the block, readable and writable. What it contains at first is undefined.
  ///
  /// @return a segment that ends when the block is borrowed, resized, closed or handed on
  /// @throws IllegalStateException if the block is borrowed, closed or handed on
  /// @throws WrongThreadException if another thread owns the block
  public MemorySegment segment() {
    return open(Access.WRITE);
  }

  /// Where the block starts, for code below the level of segments. Nothing checks its use.
  ///
  /// @return the address, valid until the block is closed
  public long address() {
    return address;
  }

  /// The size of the block.
  ///
  /// @return bytes, as last requested
  public long bytes() {
    return bytes;
  }

  /// Opens a read borrow of the whole block. Segments of the block taken earlier end.
  ///
  /// @return one of any number of readers
  /// @throws IllegalStateException if the block is borrowed for writing, closed or handed on
  /// @throws WrongThreadException if another thread owns the block
  public Borrow read() {
    if (tether != Tether.NONE) {
      ensureLends();
      heap.reading(tether.record);
    }
    return lendReader(address, bytes);
  }

  /// Opens a read borrow of a part. Segments of the block taken earlier end.
  ///
  /// @param offset where it starts, from the start of the block
  /// @param length how many bytes
  /// @return one of any number of readers
  /// @throws IllegalStateException if the block is borrowed for writing, closed or handed on
  /// @throws IndexOutOfBoundsException if the part does not lie within the block
  /// @throws WrongThreadException if another thread owns the block
  public Borrow read(long offset, long length) {
    checkPart(offset, length);
    if (tether != Tether.NONE) {
      ensureLends();
      heap.reading(tether.record, offset, length);
    }
    return lendReader(address + offset, length);
  }

  /// Opens a write borrow of the whole block. Segments of the block taken earlier end.
  ///
  /// @return the only way to the block until it is closed
  /// @throws IllegalStateException if the block is borrowed, closed or handed on
  /// @throws WrongThreadException if another thread owns the block
  public Borrow write() {
    return lendWriter(address, bytes);
  }

  /// Opens a write borrow of a part. Segments of the block taken earlier end.
  ///
  /// @param offset where it starts, from the start of the block
  /// @param length how many bytes
  /// @return the only way to any byte of the block until it is closed
  /// @throws IllegalStateException if the block is borrowed, closed or handed on
  /// @throws IndexOutOfBoundsException if the part does not lie within the block
  /// @throws WrongThreadException if another thread owns the block
  public Borrow write(long offset, long length) {
    checkPart(offset, length);
    return lendWriter(address + offset, length);
  }

  /// Changes the size without moving the block, or refuses. The contents up to the smaller size
  /// stay; what is gained is undefined.
  ///
  /// Either way, segments taken earlier end: ask for [#segment] again.
  ///
  /// @param newBytes the new size, at least 0
  /// @return whether the block has the new size; `false` where its neighbours leave no room
  /// @throws IllegalArgumentException if `newBytes` is negative
  /// @throws IllegalStateException if the block is borrowed, closed or handed on, or its heap is
  ///   closed; the size is unchanged
  /// @throws WrongThreadException if another thread owns the block; the size is unchanged
  public boolean resize(long newBytes) {
    SizeException.check(newBytes, 1);
    endUnlent(Use.RESIZE);
    boolean resized = heap.resize(this, home, newBytes);
    bytes = resized ? newBytes : bytes;
    return resized;
  }

  /// Moves the block out of this thread. Its segments end here; who receives the parcel owns it.
  ///
  /// @return the block on its way
  /// @throws IllegalStateException if the block is borrowed, closed or handed on
  /// @throws WrongThreadException if another thread owns the block
  public Parcel send() {
    Parcel parcel = new Parcel(heap, address, bytes, tether);
    handOn(Use.SEND, SENT);
    return parcel;
  }

  /// Makes the block readable by any thread, for as long as anyone holds it. It cannot be written
  /// any more but by the last holder.
  ///
  /// @return the first holder
  /// @throws IllegalStateException if the block is borrowed, closed or handed on
  /// @throws WrongThreadException if another thread owns the block
  public Shared share() {
    Shared handle = new Shared(new Holders(heap, address, bytes, tether));
    handOn(Use.SHARE, SHARED);
    return handle;
  }

  /// Gives the block several owners on this thread.
  ///
  /// @return the first holder
  /// @throws IllegalStateException if the block is borrowed, closed or handed on
  /// @throws WrongThreadException if another thread owns the block
  public Counted count() {
    Counted handle = new Counted(new CountedHolders(heap, address, bytes, tether));
    handOn(Use.COUNT, COUNTED);
    return handle;
  }

  @Override
  void allow(Access access) {} // an owner reads and writes

  private void handOn(Use use, int state) {
    endUnlent(use);
    lent = state;
  }

  /// Ends the segment and frees the block. A block that was handed on is not this owner's to free,
  /// and its close has no effect.
  ///
  /// @throws IllegalStateException if the block is borrowed or closed, or in use by a native call
  ///   or a channel
  /// @throws WrongThreadException if another thread owns the block
  @Override
  public void close() {
    if (lent != FREE) {
      refuseUnlessHandedOn();
      return;
    }
    end(Use.CLOSE);
    lent = CLOSED;
    Magazine magazine = home;
    if (magazine != null) {
      heap.give(address, magazine);
    } else {
      heap.give(address, tether);
    }
  }

  private void refuseUnlessHandedOn() {
    if (lent >= CLOSED || Thread.currentThread() != owner) {
      throw refused(Use.CLOSE, null);
    }
  }

  @Override
  RuntimeException refused(Use use, @Nullable RuntimeException cause) {
    if (Thread.currentThread() != owner) {
      return Refusals.wrongThread(place(), use, owner);
    }
    return switch (lent) {
      case CLOSED ->
          use == Use.CLOSE
              ? ended(Defect.DOUBLE_FREE, "block closed twice", heap.next(tether.record))
              : ended(
                  Defect.USE_AFTER_FREE,
                  "block %s after it was closed".formatted(use.participle),
                  heap.next(tether.record));
      case SENT -> handedOn(use, "sent", "use the block that parcel.receive() returns");
      case SHARED -> handedOn(use, "shared", "use the handle that block.share() returned");
      case COUNTED -> handedOn(use, "counted", "use the handle that block.count() returned");
      default -> Refusals.lentOrPinned(this, "block", use, cause);
    };
  }

  private MisuseException handedOn(Use use, String how, String next) {
    return ended(
        Defect.USE_AFTER_FREE, "block %s after it was %s".formatted(use.participle, how), next);
  }

  private MisuseException ended(Defect defect, String what, String next) {
    return new MisuseException(
        new Report(defect, what, place(), heap.name(), Site.here(), tether.freed(), taken(), next));
  }

  @Override
  @Nullable Site taken() {
    return tether.taken();
  }

  @Override
  String place() {
    return Report.place(address, bytes, heap.name());
  }

  @Override
  public String toString() {
    return "block " + place();
  }
}
