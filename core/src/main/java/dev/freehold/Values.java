package dev.freehold;

import dev.freehold.os.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reads and writes values in bytes that one thread may use, without a segment.
///
/// Each access checks that this thread may, that the value lies within, and that its address has
/// the alignment of its layout. It costs about what an access through a segment costs, and saves
/// the segment and its scope: the cheapest way to a block that holds few values and is kept for a
/// while.
///
/// | misuse | refused with |
/// |---|---|
/// | access beyond the bytes | [IndexOutOfBoundsException] |
/// | access after the end, or while they are lent | [MisuseException] |
/// | writing through a read borrow | [MisuseException] |
/// | access by another thread | [WrongThreadException] |
/// | an address that does not have the layout's alignment | [IllegalArgumentException] |
abstract sealed class Values permits Lender {
  /// All addresses: what lies within the bytes is checked here, and once.
  private static final MemorySegment ALL = Memory.view(0, Long.MAX_VALUE);

  /// The address of some of its bytes, if this thread may use them so.
  abstract long at(long offset, long length, Access access);

  /// Reads a `byte`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @return what is there
  public final byte get(ValueLayout.OfByte layout, long offset) {
    return ALL.get(layout, at(offset, Byte.BYTES, Access.READ));
  }

  /// Writes a `byte`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @param value what
  public final void set(ValueLayout.OfByte layout, long offset, byte value) {
    ALL.set(layout, at(offset, Byte.BYTES, Access.WRITE), value);
  }

  /// Reads a `short`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @return what is there
  public final short get(ValueLayout.OfShort layout, long offset) {
    return ALL.get(layout, at(offset, Short.BYTES, Access.READ));
  }

  /// Writes a `short`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @param value what
  public final void set(ValueLayout.OfShort layout, long offset, short value) {
    ALL.set(layout, at(offset, Short.BYTES, Access.WRITE), value);
  }

  /// Reads a `char`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @return what is there
  public final char get(ValueLayout.OfChar layout, long offset) {
    return ALL.get(layout, at(offset, Character.BYTES, Access.READ));
  }

  /// Writes a `char`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @param value what
  public final void set(ValueLayout.OfChar layout, long offset, char value) {
    ALL.set(layout, at(offset, Character.BYTES, Access.WRITE), value);
  }

  /// Reads an `int`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @return what is there
  public final int get(ValueLayout.OfInt layout, long offset) {
    return ALL.get(layout, at(offset, Integer.BYTES, Access.READ));
  }

  /// Writes an `int`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @param value what
  public final void set(ValueLayout.OfInt layout, long offset, int value) {
    ALL.set(layout, at(offset, Integer.BYTES, Access.WRITE), value);
  }

  /// Reads a `long`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @return what is there
  public final long get(ValueLayout.OfLong layout, long offset) {
    return ALL.get(layout, at(offset, Long.BYTES, Access.READ));
  }

  /// Writes a `long`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @param value what
  public final void set(ValueLayout.OfLong layout, long offset, long value) {
    ALL.set(layout, at(offset, Long.BYTES, Access.WRITE), value);
  }

  /// Reads a `float`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @return what is there
  public final float get(ValueLayout.OfFloat layout, long offset) {
    return ALL.get(layout, at(offset, Float.BYTES, Access.READ));
  }

  /// Writes a `float`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @param value what
  public final void set(ValueLayout.OfFloat layout, long offset, float value) {
    ALL.set(layout, at(offset, Float.BYTES, Access.WRITE), value);
  }

  /// Reads a `double`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @return what is there
  public final double get(ValueLayout.OfDouble layout, long offset) {
    return ALL.get(layout, at(offset, Double.BYTES, Access.READ));
  }

  /// Writes a `double`.
  ///
  /// @param layout its byte order and alignment
  /// @param offset where, in bytes from the start
  /// @param value what
  public final void set(ValueLayout.OfDouble layout, long offset, double value) {
    ALL.set(layout, at(offset, Double.BYTES, Access.WRITE), value);
  }
}
