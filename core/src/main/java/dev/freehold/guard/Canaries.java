package dev.freehold.guard;

import dev.freehold.alloc.Allocator;
import dev.freehold.os.Memory;

/// Bytes before and after a block that nobody may change: whoever did so ran over its end, or under
/// its start.
///
/// ```text
/// base                        address            address + bytes            base + total
///  | ... | 00 r r r r r r r 00 r .. |  the block   | 00 r r r r r r r 00 r .. |
///   before(alignment) >= BYTES                       BYTES
/// ```
///
/// A canary is 0 and seven random bytes, over and over. The random ones are of a heap, so that they
/// cannot be guessed and written back; the zero stops a string that lacks its end.
///
/// Invariant: the canaries of a live block are as they were placed.
///
/// Cowan et al., "StackGuard", USENIX Security 1998; the zero byte as in GrapheneOS's
/// hardened_malloc.
public final class Canaries {
  /// How many bytes guard each side.
  public static final int BYTES = 16;

  private final long pattern;

  /// Draws canaries.
  ///
  /// @param secret random bits, different for each heap
  public Canaries(long secret) {
    this.pattern = (secret | 0x0101_0101_0101_0100L) & ~0xFFL; // the first byte, the lowest, is 0
  }

  /// How far behind the base of its memory a block starts.
  ///
  /// @param alignment of the block
  /// @return bytes, a multiple of the alignment, at least [#BYTES]
  public static long before(long alignment) {
    return Math.max(BYTES, alignment);
  }

  /// The memory that a block and its canaries take.
  ///
  /// @param bytes of the block
  /// @param alignment of the block
  /// @return bytes, or [Long#MAX_VALUE] where there is no such number
  public static long total(long bytes, long alignment) {
    long around = before(alignment) + BYTES;
    return bytes > Long.MAX_VALUE - around ? Long.MAX_VALUE : bytes + around;
  }

  /// Places the canaries of a block.
  ///
  /// @param address where the block starts
  /// @param bytes its size
  public void place(long address, long bytes) {
    placeBefore(address);
    placeAfter(address, bytes);
  }

  private void placeBefore(long address) {
    Memory.setLong(address - BYTES, pattern);
    Memory.setLong(address - BYTES / 2, pattern);
  }

  /// Places the canary after a block alone, as when its size changes.
  ///
  /// @param address where the block starts
  /// @param bytes its size
  public void placeAfter(long address, long bytes) {
    Memory.setLong(address + bytes, pattern);
    Memory.setLong(address + bytes + BYTES / 2, pattern);
  }

  /// Looks whether someone wrote before the start of a block.
  ///
  /// @param address where the block starts
  /// @return the changed byte that is nearest to the block, or [Allocator#NULL] where none is
  public long changedBefore(long address) {
    if (Memory.getLong(address - BYTES) == pattern
        && Memory.getLong(address - BYTES / 2) == pattern) {
      return Allocator.NULL;
    }
    long at = address - 1;
    while (at >= address - BYTES && Memory.getByte(at) == expected(at - address + BYTES)) {
      at--;
    }
    return at;
  }

  /// Looks whether someone wrote after the end of a block.
  ///
  /// @param address where the block starts
  /// @param bytes its size
  /// @return the first changed byte, or [Allocator#NULL] where none is
  public long changedAfter(long address, long bytes) {
    long end = address + bytes;
    if (Memory.getLong(end) == pattern && Memory.getLong(end + BYTES / 2) == pattern) {
      return Allocator.NULL;
    }
    long at = end;
    while (at < end + BYTES && Memory.getByte(at) == expected(at - end)) {
      at++;
    }
    return at;
  }

  private byte expected(long index) {
    return (byte) (pattern >>> 8 * (index & 7));
  }
}
