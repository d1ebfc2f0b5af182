package dev.freehold.track;

/// So many blocks and bytes: counted, or estimated from a sample.
///
/// A sampled block of weight `w` adds `w` blocks, `w * bytes` and the variance `w * (w - 1) * bytes
/// * bytes` to an estimate: Horvitz and Thompson's, "A Generalization of Sampling Without
///   Replacement From a Finite Universe", 1952, for choices that are independent.
///
/// @param blocks how many
/// @param bytes what was asked for them
/// @param variance of `bytes`, from the choice of the sample; 0 where all were counted
public record Amount(double blocks, double bytes, double variance) {
  /// Nothing.
  public static final Amount NONE = new Amount(0, 0, 0);

  /// What one block of a sample stands for.
  ///
  /// @param weight how many blocks
  /// @param bytes of each
  /// @return an estimate
  static Amount of(double weight, long bytes) {
    double all = weight * bytes;
    return new Amount(weight, all, (1 - 1 / weight) * all * all);
  }

  /// The sum of two that were sampled apart.
  ///
  /// @param other another
  /// @return blocks, bytes and variance added
  public Amount plus(Amount other) {
    return new Amount(blocks + other.blocks, bytes + other.bytes, variance + other.variance);
  }

  /// How far `bytes` may be off: the truth lies within it in 95 of 100 samples.
  ///
  /// @return bytes, 0 where all were counted
  public double error() {
    return 1.96 * Math.sqrt(variance);
  }
}
