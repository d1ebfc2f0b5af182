package dev.freehold.region;

import dev.freehold.os.Os;
import java.security.SecureRandom;

/// Draws the base of a region evenly from the multiples of its alignment in the lower half of the
/// address space. What the kernel places by itself lies in the upper half, so that hardly a draw is
/// refused, and refusals do not favour any address.
final class RandomPlacement {
  /// How many draws the system may refuse. Where it refuses half of all, 32 are refused once in
  /// 2^32.
  static final int DRAWS = 32;

  private RandomPlacement() {}

  /// Reserves addresses at a random place.
  ///
  /// @param bytes a multiple of the page size
  /// @param alignment of the start, a power of two
  /// @return the first address, or 0 where the platform or the address space has no place for it
  static long reserve(Os os, long bytes, long alignment) {
    long half = os.addressBits() == 0 ? 0 : 1L << (os.addressBits() - 1);
    if (half <= alignment) {
      return 0;
    }
    for (int draw = 0; draw < DRAWS; draw++) {
      long address = Generator.SECURE.nextLong() & (half - 1) & -alignment;
      if (address != 0 && os.reserveAt(address, bytes)) {
        return address;
      }
    }
    return 0;
  }

  /// Seeded when first used.
  private static final class Generator {
    static final SecureRandom SECURE = new SecureRandom();
  }
}
