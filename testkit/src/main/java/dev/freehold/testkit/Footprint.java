package dev.freehold.testkit;

import java.util.HashMap;
import java.util.Map;

/// The set of bytes that blocks occupy: one bit a byte, over all addresses.
final class Footprint {
  private static final int CHUNK_SHIFT = 20; // 1 MiB of addresses in 128 KiB of bits
  private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;

  private final Map<Long, long[]> chunks = new HashMap<>();

  /// Adds a range, unless a byte of it is a member already.
  ///
  /// @return whether it was added
  boolean add(long address, long bytes) {
    for (long at = address; at < address + bytes; at = next(at)) {
      if (anySet(chunk(at), from(at), to(at, address + bytes))) {
        return false;
      }
    }
    for (long at = address; at < address + bytes; at = next(at)) {
      flip(chunk(at), from(at), to(at, address + bytes));
    }
    return true;
  }

  /// Removes a range, all of whose bytes are members.
  void remove(long address, long bytes) {
    for (long at = address; at < address + bytes; at = next(at)) {
      flip(chunk(at), from(at), to(at, address + bytes));
    }
  }

  private long[] chunk(long address) {
    return chunks.computeIfAbsent(
        address >>> CHUNK_SHIFT, chunk -> new long[1 << (CHUNK_SHIFT - 6)]);
  }

  private static int from(long address) {
    return (int) address & CHUNK_MASK;
  }

  private static long next(long address) {
    return (address | CHUNK_MASK) + 1;
  }

  private static int to(long address, long end) {
    return from(address) + (int) (Math.min(next(address), end) - address);
  }

  private static boolean anySet(long[] bits, int from, int to) {
    int last = (to - 1) >> 6;
    for (int word = from >> 6; word <= last; word++) {
      if ((bits[word] & mask(word, from, to)) != 0) {
        return true;
      }
    }
    return false;
  }

  private static void flip(long[] bits, int from, int to) {
    int last = (to - 1) >> 6;
    for (int word = from >> 6; word <= last; word++) {
      bits[word] ^= mask(word, from, to);
    }
  }

  /// The bits of a word that lie in a range which touches it.
  private static long mask(int word, int from, int to) {
    int first = word << 6;
    long below = from > first ? -1L << from : -1L;
    long above = to < first + 64 ? -1L >>> -to : -1L;
    return below & above;
  }
}
