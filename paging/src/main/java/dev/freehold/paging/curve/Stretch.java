package dev.freehold.paging.curve;

import java.io.Serializable;
import java.util.Arrays;

/// The stack distances of consecutive requests, as far as they are known without those before and
/// after.
///
/// ```text
/// requests   a b a c b        known:  the second a, distance 2; the second b, distance 3
///            ^ ^   ^          first:  a b c, which depend on what was before
///                             last:   a c b, what those that follow depend on
/// ```
///
/// Two neighboring stretches make one: the firsts of the right are requests to the stack that the
/// left leaves behind. That is associative, so that stretches can be counted on many machines and
/// joined in any grouping, but in order. A join touches the pages of the two stretches, not their
/// requests.
///
/// Niu, Dinan, Lu and Sadayappan, "PARDA: a fast parallel reuse distance analysis algorithm", IPDPS
/// 2012.
///
/// With a [Sampling] of less than all pages, the others are only counted. 16 B a page of the
/// stretch at most.
///
/// Invariants: `firsts = lasts` as sets; `requests = skipped + |firsts| + sum(distances)`.
///
/// Immutable.
public final class Stretch implements Serializable {
  /// No requests.
  public static final Stretch EMPTY = new Stretch(0, 0, new long[1], new int[0], new int[0]);

  private static final long serialVersionUID = 1;

  private final long requests;
  private final long skipped; // for pages out of the sample
  private final long[] distances; // at index i, how many requests have the stack distance i
  private final int[] firsts; // the pages, by their first requests
  private final int[] lasts; // the pages, by their last requests

  private Stretch(long requests, long skipped, long[] distances, int[] firsts, int[] lasts) {
    this.requests = requests;
    this.skipped = skipped;
    this.distances = distances;
    this.firsts = firsts;
    this.lasts = lasts;
  }

  /// The number of requests.
  public long requests() {
    return requests;
  }

  /// Joins with the stretch that follows.
  ///
  /// @param pages the bound of the pages
  public Stretch join(Stretch next, int pages) {
    RecencyOrder stack = new RecencyOrder(pages);
    for (int page : lasts) {
      stack.request(page);
    }
    int bound = Math.max(distances.length, next.distances.length);
    long[] sum = Arrays.copyOf(distances, Math.max(bound, lasts.length + next.firsts.length + 1));
    for (int i = 0; i < next.distances.length; i++) {
      sum[i] += next.distances[i];
    }
    int[] open = Arrays.copyOf(firsts, firsts.length + next.firsts.length);
    int count = firsts.length;
    for (int page : next.firsts) {
      int distance = stack.request(page);
      if (distance == 0) {
        open[count++] = page;
      } else {
        sum[distance]++;
      }
    }
    for (int page : next.lasts) {
      stack.request(page);
    }
    return new Stretch(
        requests + next.requests,
        skipped + next.skipped,
        trimmed(sum),
        Arrays.copyOf(open, count),
        stack.toArray());
  }

  /// The miss-ratio curve of LRU, this being a whole trace.
  ///
  /// @param pages of the trace
  /// @param sampling that the stretch was counted with
  /// @return equal to that of [StackDistances], or of [Shards] where not all pages were sampled
  public MissRatioCurve curve(int pages, Sampling sampling) {
    double scale = sampling.scale();
    double[] hits = new double[Math.max(2, pages + 1)];
    double weight = 0;
    for (int distance = 1; distance < distances.length; distance++) {
      int frames = (int) Math.min(Math.round(distance * scale), hits.length - 1);
      for (long i = 0; i < distances[distance]; i++) { // summed as Shards does, for the same bits
        hits[frames] += scale;
      }
    }
    for (long i = requests - skipped; i > 0; i--) {
      weight += scale;
    }
    hits[1] += requests - weight;
    return MissRatioCurve.of(requests, hits);
  }

  /// Checks the invariants.
  ///
  /// @throws IllegalStateException if one is broken
  public void verify() {
    int[] first = firsts.clone();
    int[] last = lasts.clone();
    Arrays.sort(first);
    Arrays.sort(last);
    long counted = Arrays.stream(distances).sum() + skipped + firsts.length;
    if (!Arrays.equals(first, last) || counted != requests || distances[0] != 0) {
      throw new IllegalStateException(
          "broken invariant: %d of %d requests, %d firsts, %d lasts"
              .formatted(counted, requests, firsts.length, lasts.length));
    }
  }

  /// Counts a stretch, request by request. For one thread.
  public static final class Counter {
    private final Sampling sampling;
    private final long[] names;
    private final RecencyOrder stack;
    private long[] distances = new long[64];
    private int[] firsts = new int[64];
    private int open;
    private long requests;
    private long skipped;

    /// Counts from nothing.
    ///
    /// @param names of the pages
    /// @param sampling which of them count
    public Counter(long[] names, Sampling sampling) {
      this.names = names;
      this.sampling = sampling;
      stack = new RecencyOrder(names.length);
    }

    /// Counts requests.
    public void requests(int[] pages) {
      requests += pages.length;
      for (int page : pages) {
        if (!sampling.takes(names[page])) {
          skipped++;
          continue;
        }
        int distance = stack.request(page);
        if (distance > 0) {
          if (distance >= distances.length) {
            distances = Arrays.copyOf(distances, Math.max(distance + 1, 2 * distances.length));
          }
          distances[distance]++;
        } else {
          if (open == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * open);
          }
          firsts[open++] = page;
        }
      }
    }

    /// What was counted.
    public Stretch stretch() {
      return new Stretch(
          requests, skipped, trimmed(distances), Arrays.copyOf(firsts, open), stack.toArray());
    }
  }

  private static long[] trimmed(long[] counts) {
    int length = counts.length;
    while (length > 1 && counts[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(counts, length);
  }
}
