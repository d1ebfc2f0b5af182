package dev.freehold.lab.spark;

import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;
import org.apache.commons.rng.simple.RandomSource;

/// The profiles that can be generated.
enum ProfileKind {
  /// Independent requests: the page of rank i has a share of the requests as 1 / i^exponent.
  ZIPF {
    @Override
    Profile profile(int pages, double exponent, long seed) {
      return ranks(pages, exponent, seed);
    }
  },

  /// Requests by stack distance: the page at depth i of the LRU stack is the next with a
  /// probability as 1 / i^exponent. The curve of LRU is known beforehand: once all pages were
  /// requested, f frames hit with the sum of the first f probabilities.
  DEPTHS {
    @Override
    Profile profile(int pages, double exponent, long seed) {
      return new DepthProfile(pages, ranks(pages, exponent, seed));
    }
  };

  /// Makes a profile.
  ///
  /// @param pages the bound, at least 1
  /// @param exponent at least 0
  abstract Profile profile(int pages, double exponent, long seed);

  private static Profile ranks(int pages, double exponent, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    var sampler = RejectionInversionZipfSampler.of(random, pages, exponent);
    return () -> sampler.sample() - 1;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
