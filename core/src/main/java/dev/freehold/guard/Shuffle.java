package dev.freehold.guard;

import java.util.SplittableRandom;

/// Random placement: which of a number of free places a block gets cannot be foretold.
///
/// For each size up to [#LARGEST], [#CHOICES] places are held ready; a block gets one at random, and
/// a place that the allocator has just handed out takes its turn. That is `log2(CHOICES)` = 5 bits
/// of entropy for each block, on top of those of the region's base, whatever the allocator does.
///
/// Confined to one thread at a time. Novark, Berger, "DieHarder", CCS 2010, section 5.
public final class Shuffle {
  /// How many places of a size are held ready.
  public static final int CHOICES = 32;

  /// The largest size that is shuffled: larger ones would hold too much ready.
  public static final int LARGEST = 1 << 10; // 1 KiB

  private static final int UNIT = 16;

  private final SplittableRandom random;
  private final long[][] ready = new long[LARGEST / UNIT + 1][];

  /// Opens without places.
  ///
  /// @param seed of its random choices
  public Shuffle(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// The size to ask an allocator for, so that places of about the same size are exchanged.
  ///
  /// @param bytes wanted
  /// @return bytes, at least as many
  public static long rounded(long bytes) {
    return bytes > LARGEST ? bytes : Math.max(UNIT, bytes + UNIT - 1 & -UNIT);
  }

  /// Exchanges a place.
  ///
  /// @param address handed out by the allocator just now, at a multiple of 16
  /// @param rounded its size, as [#rounded] said
  /// @return another place of the same size, or the same; 0 where this one is held ready and one
  ///   more is needed
  public long exchange(long address, long rounded) {
    if (rounded > LARGEST) {
      return address;
    }
    int size = (int) (rounded / UNIT);
    long[] places = ready[size];
    if (places == null) {
      places = new long[CHOICES];
      ready[size] = places;
    }
    int index = random.nextInt(CHOICES);
    long chosen = places[index];
    places[index] = address;
    return chosen;
  }
}
