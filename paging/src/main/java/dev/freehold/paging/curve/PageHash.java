package dev.freehold.paging.curve;

/// A seeded hash of page names onto the numbers below 2^24, for sampling pages.
///
/// The finisher of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014), of which the first 24 bits are taken.
final class PageHash {
  /// One more than the largest hash: P in SHARDS.
  static final int MODULUS = 1 << 24;

  private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

  private PageHash() {}

  static int of(long name, long salt) {
    long z = name + (salt + 1) * GOLDEN_GAMMA;
    z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
    return (int) ((z ^ z >>> 31) >>> 40);
  }

  /// The threshold of a rate: pages whose hash is below it are sampled.
  static int threshold(double rate) {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "a sampling rate of %s is not above 0 and at most 1; choose one such as 0.01"
              .formatted(rate));
    }
    return Math.max(1, (int) Math.round(rate * MODULUS));
  }
}
