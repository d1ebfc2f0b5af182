package dev.freehold.paging.curve;

import java.io.Serializable;

/// Which pages a curve is computed from: those whose hash is below a threshold.
///
/// The same rate and salt choose the same pages as in [Shards].
///
/// @param threshold of 2^24; at least 1
/// @param salt of the hash
public record Sampling(int threshold, long salt) implements Serializable {
  /// All pages.
  public static final Sampling ALL = new Sampling(PageHash.MODULUS, 0);

  /// A share of the pages.
  ///
  /// @param rate above 0, at most 1
  /// @param salt chooses the sample
  /// @throws IllegalArgumentException if the rate is none
  public static Sampling of(double rate, long salt) {
    return new Sampling(PageHash.threshold(rate), salt);
  }

  /// Whether the page of a name is sampled.
  public boolean takes(long name) {
    return threshold == PageHash.MODULUS || PageHash.of(name, salt) < threshold;
  }

  /// How many pages a sampled one stands for.
  double scale() {
    return (double) PageHash.MODULUS / threshold;
  }
}
