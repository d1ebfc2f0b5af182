package dev.freehold.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Native memory by address: unchecked reads and writes, and segments over addresses.
///
/// Nothing here checks that an address is valid; a wrong one ends the process or corrupts memory.
public final class Memory {
  /// All addresses as one segment, so that the JIT turns each access into one instruction.
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private Memory() {}

  /// Reads a byte.
  ///
  /// @param address where
  /// @return what is there
  public static byte getByte(long address) {
    return ALL.get(JAVA_BYTE, address);
  }

  /// Writes a byte.
  ///
  /// @param address where
  /// @param value what
  public static void setByte(long address, byte value) {
    ALL.set(JAVA_BYTE, address, value);
  }

  /// Reads a long in native byte order, at any alignment.
  ///
  /// @param address where
  /// @return what is there
  public static long getLong(long address) {
    return ALL.get(JAVA_LONG_UNALIGNED, address);
  }

  /// Writes a long in native byte order, at any alignment.
  ///
  /// @param address where
  /// @param value what
  public static void setLong(long address, long value) {
    ALL.set(JAVA_LONG_UNALIGNED, address, value);
  }

  /// Sets bytes to one value.
  ///
  /// @param address where
  /// @param bytes how many
  /// @param value what
  public static void fill(long address, long bytes, byte value) {
    view(address, bytes).fill(value);
  }

  /// Copies bytes; the ranges may overlap.
  ///
  /// @param from where to read
  /// @param to where to write
  /// @param bytes how many
  public static void copy(long from, long to, long bytes) {
    MemorySegment.copy(ALL, from, ALL, to, bytes);
  }

  /// A segment over addresses, in the global scope: it never ends, and any thread may use it.
  ///
  /// @param address where it starts
  /// @param bytes its size
  /// @return a view, not a copy
  public static MemorySegment view(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  /// A segment over addresses whose life, and whose threads, are those of an arena.
  ///
  /// @param address where it starts
  /// @param bytes its size
  /// @param scope when it ends
  /// @return a view, not a copy
  public static MemorySegment view(long address, long bytes, Arena scope) {
    return MemorySegment.ofAddress(address).reinterpret(bytes, scope, null);
  }
}
