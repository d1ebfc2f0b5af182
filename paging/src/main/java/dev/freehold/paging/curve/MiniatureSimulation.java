package dev.freehold.paging.curve;

import dev.freehold.paging.policy.Policies;
import dev.freehold.paging.policy.Requests;
import java.util.Arrays;

/// The miss ratio of any policy estimated by a replay of a sample of the pages on as small a share
/// of the frames.
///
/// Waldspurger, Saemundsson, Ahmad and Park, "Cache modeling and optimization using miniature
/// simulations", USENIX ATC 2017. The requests that the sample is short of, or has too many, count
/// as hits, as in [Shards]. For policies that are not stack algorithms, whose curves no single pass
/// can give.
///
/// An estimate takes the time of a replay of the sample. 4 B a sampled request, 8 B a sampled page.
public final class MiniatureSimulation {
  private final Requests sample;
  private final double rate;
  private final double expected;

  private MiniatureSimulation(Requests sample, double rate, double expected) {
    this.sample = sample;
    this.rate = rate;
    this.expected = expected;
  }

  /// Samples a fixed share of the pages.
  ///
  /// @param share above 0, at most 1
  /// @param salt chooses the sample
  /// @throws IllegalArgumentException if the share is none
  public static MiniatureSimulation of(Requests requests, double share, long salt) {
    int threshold = PageHash.threshold(share);
    long[] names = requests.names();
    int[] numbers = new int[names.length];
    long[] sampled = new long[names.length];
    int count = 0;
    for (int page = 0; page < names.length; page++) {
      boolean taken = PageHash.of(names[page], salt) < threshold;
      numbers[page] = taken ? count : -1;
      if (taken) {
        sampled[count++] = names[page];
      }
    }
    int[] pages =
        Arrays.stream(requests.pages()).map(page -> numbers[page]).filter(n -> n >= 0).toArray();
    double rate = (double) threshold / PageHash.MODULUS;
    return new MiniatureSimulation(
        Requests.of(pages, Arrays.copyOf(sampled, count)), rate, requests.length() * rate);
  }

  /// The number of pages in the sample.
  public int pages() {
    return sample.distinct();
  }

  /// The estimated share of the requests that miss.
  ///
  /// @param policy which; for one of variable space the size is a time and shrinks alike
  /// @param size of the policy over all pages; scaled down it must not be below the policy's
  ///   minimum
  /// @throws IllegalArgumentException if the size is too small for the policy at this rate
  public double ratio(Policies policy, int size) {
    int small = (int) Math.round(size * rate);
    if (small < policy.minimum()) {
      throw new IllegalArgumentException(
          "%s of %d frames has %d in a miniature of rate %.4f, and needs %d; sample more pages"
              .formatted(policy.policy(), size, small, rate, policy.minimum()));
    }
    return Math.clamp(sample.misses(policy.open(sample, small)) / expected, 0.0, 1.0);
  }
}
