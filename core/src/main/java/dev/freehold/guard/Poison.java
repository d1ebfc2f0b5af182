package dev.freehold.guard;

import dev.freehold.alloc.Allocator;
import dev.freehold.os.Memory;

/// A pattern that fills memory nobody has written yet, or nobody may write any more.
///
/// A new block is filled with a random word of its heap: a read of it shows garbage, and a word that
/// still stands there was never written. A freed block is filled with [#FREED]: a read of it shows
/// `DE DE DE DE`, and another byte was written after the free.
public final class Poison {
  /// What fills a freed block.
  public static final byte FREED = (byte) 0xDE;

  private static final long FREED_WORD = 0xDEDE_DEDE_DEDE_DEDEL;

  private final long fresh;

  /// Draws the pattern of new blocks.
  ///
  /// @param secret random bits, different for each heap
  public Poison(long secret) {
    this.fresh = secret;
  }

  /// Fills a new block.
  ///
  /// @param address where it starts
  /// @param bytes its size
  public void fillFresh(long address, long bytes) {
    long words = bytes & -8;
    for (long at = 0; at < words; at += 8) {
      Memory.setLong(address + at, fresh);
    }
    for (long at = words; at < bytes; at++) {
      Memory.setByte(address + at, (byte) (fresh >>> 8 * (at & 7)));
    }
  }

  /// Finds a word that was never written since the block was taken.
  ///
  /// @param address where the block starts
  /// @param from the first byte to look at, counted from there
  /// @param to after the last one
  /// @return where it starts, or [Allocator#NULL] where every whole word was written
  public long firstUnwritten(long address, long from, long to) {
    for (long at = from + 7 & -8; at + 8 <= to; at += 8) {
      if (Memory.getLong(address + at) == fresh) {
        return address + at;
      }
    }
    return Allocator.NULL;
  }

  /// Whether no word of a block was written since it was taken.
  ///
  /// @param address where it starts
  /// @param bytes its size
  /// @return `false` for blocks without a whole word
  public boolean isUntouched(long address, long bytes) {
    for (long at = 0; at + 8 <= bytes; at += 8) {
      if (Memory.getLong(address + at) != fresh) {
        return false;
      }
    }
    return bytes >= 8;
  }

  /// Fills a freed block.
  ///
  /// @param address where it starts
  /// @param bytes its size
  public static void fillFreed(long address, long bytes) {
    if (bytes <= 256) {
      long words = bytes & -8;
      for (long at = 0; at < words; at += 8) {
        Memory.setLong(address + at, FREED_WORD);
      }
      for (long at = words; at < bytes; at++) {
        Memory.setByte(address + at, FREED);
      }
    } else {
      Memory.fill(address, bytes, FREED);
    }
  }

  /// Finds a byte that was written after the free.
  ///
  /// @param address where the block starts
  /// @param bytes its size
  /// @return the first, or [Allocator#NULL] where there is none
  public static long firstWritten(long address, long bytes) {
    long at = 0;
    while (at + 8 <= bytes && Memory.getLong(address + at) == FREED_WORD) {
      at += 8;
    }
    while (at < bytes && Memory.getByte(address + at) == FREED) {
      at++;
    }
    return at == bytes ? Allocator.NULL : address + at;
  }
}
