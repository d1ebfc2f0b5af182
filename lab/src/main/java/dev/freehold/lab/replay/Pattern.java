package dev.freehold.lab.replay;

import dev.freehold.os.Memory;

/// The contents that a replayed block is given: different for every block and every place in it, so
/// that a byte of another block, of another place or of nothing is told apart.
///
/// ```text
/// offset 0        8        16       24 ...
///        | word 0 | word 1 | word 2 | tail: the first bytes of word 3
/// word i = mix(block) + i * ODD        in native byte order
/// ```
final class Pattern {
  private static final long ODD = 0x9E3779B97F4A7C15L; // 2^64 / the golden ratio

  private Pattern() {}

  static void fill(long address, long bytes, int block) {
    long word = mix(block);
    long tail = bytes & -8;
    for (long at = 0; at < tail; at += 8, word += ODD) {
      Memory.setLong(address + at, word);
    }
    for (long at = tail; at < bytes; at++) {
      Memory.setByte(address + at, expected(at, block));
    }
  }

  /// The offset of the first byte that is not as filled, or -1 where all are.
  static long firstLost(long address, long bytes, int block) {
    long word = mix(block);
    long tail = bytes & -8;
    for (long at = 0; at < tail; at += 8, word += ODD) {
      if (Memory.getLong(address + at) != word) {
        return firstLostByte(address, at, at + 8, block);
      }
    }
    return firstLostByte(address, tail, bytes, block);
  }

  private static long firstLostByte(long address, long from, long to, int block) {
    for (long at = from; at < to; at++) {
      if (Memory.getByte(address + at) != expected(at, block)) {
        return at;
      }
    }
    return -1;
  }

  /// The byte at an offset of a block.
  static byte expected(long offset, int block) {
    long word = mix(block) + (offset >>> 3) * ODD;
    int place = (int) (offset & 7);
    boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
    return (byte) (word >>> (8 * (little ? place : 7 - place)));
  }

  /// The finishing steps of SplitMix64: every bit of the block's number changes half of the word.
  private static long mix(int block) {
    long z = (block + 1L) * ODD;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
