package dev.freehold.paging.policy;

/// Least frequently used: the page with the fewest requests since it became resident goes; of
/// several, the one that has had that number the longest.
///
/// Counts do not outlive residency. In constant time by buckets of equal counts: Shah, Mitra and
/// Matani, "An O(1) algorithm for implementing the LFU cache eviction scheme", 2010; the tie rule
/// is that of libCacheSim.
///
/// Constant time a request. 13 B a page and 20 B a frame.
///
/// Invariants: `size <= frames`, and those of [FrequencyBuckets].
public final class Lfu implements ReplacementPolicy {
  private final boolean[] residents;
  private final FrequencyBuckets buckets;
  private final int frames;

  /// Creates a policy with all frames free.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 1
  public Lfu(int pages, int frames) {
    this.frames = Frames.atLeast(1, frames, "lfu");
    residents = new boolean[pages];
    buckets = new FrequencyBuckets(pages, Frames.used(frames, pages));
  }

  @Override
  public boolean request(int page) {
    if (residents[page]) {
      buckets.promote(page);
      return true;
    }
    if (buckets.size() == frames) {
      residents[buckets.removeLeast()] = false;
    }
    residents[page] = true;
    buckets.add(page);
    return false;
  }

  @Override
  public int resident() {
    return buckets.size();
  }

  @Override
  public void verify() {
    buckets.verify();
    Invariant.check(buckets.size() <= frames, "%d pages in %d frames", buckets.size(), frames);
    int count = 0;
    for (boolean resident : residents) {
      count += resident ? 1 : 0;
    }
    Invariant.check(count == buckets.size(), "%d resident, %d counted", count, buckets.size());
  }
}
