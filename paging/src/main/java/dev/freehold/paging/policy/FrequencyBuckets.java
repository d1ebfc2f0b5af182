package dev.freehold.paging.policy;

/// A priority queue of pages by how often each was requested, and of those requested equally often
/// by when they came to be.
///
/// ```text
/// least                                       buckets exist only for frequencies that a page has;
/// bucket 1  -  bucket 2  -  bucket 5          at most one a frame, and one more within promote
///   | oldest      |            |
///   p8            p2           p7
///   p4                         p1
///   | newest
/// ```
///
/// Every operation takes constant time. 12 B a page, 20 B a frame.
///
/// Invariants: frequencies strictly ascend from the least bucket; no bucket in the chain is empty;
/// the sizes of the buckets sum to `size`; `bucketOf(p)` is the bucket whose ring p is in.
final class FrequencyBuckets {
  private static final int END = 0; // the anchor of the chain of buckets, and of no pages

  private final int pages;
  private final int[] bucketOf; // by page
  private final int[] links; // by page, then by bucket: newer, older
  private final int[] above; // by bucket: the next higher frequency in use
  private final int[] below;
  private final int[] frequency;
  private int free; // buckets not in the chain, linked by above
  private int size;

  FrequencyBuckets(int pages, int frames) {
    this.pages = pages;
    int buckets = frames + 2;
    bucketOf = new int[pages];
    links = new int[Math.multiplyExact(2, Math.addExact(pages, buckets))];
    above = new int[buckets];
    below = new int[buckets];
    frequency = new int[buckets];
    for (int b = 1; b < buckets; b++) {
      above[b] = b + 1 == buckets ? END : b + 1;
    }
    free = 1;
  }

  int size() {
    return size;
  }

  /// Adds a page requested once.
  void add(int page) {
    int bucket = above[END];
    if (bucket == END || frequency[bucket] != 1) {
      bucket = insertBucket(END, 1);
    }
    append(bucket, page);
    size++;
  }

  /// Counts one more request of a member.
  void promote(int page) {
    int from = bucketOf[page];
    int wanted = frequency[from] + 1;
    int next = above[from];
    boolean exists = next != END && frequency[next] == wanted;
    int anchor = 2 * (pages + from);
    if (!exists && links[anchor] == page && links[anchor + 1] == page) {
      frequency[from] = wanted; // alone: the bucket itself moves up
      return;
    }
    unlink(page);
    append(exists ? next : insertBucket(from, wanted), page);
    dropIfEmpty(from);
  }

  /// Removes the page requested least often, of several the one that has been so the longest.
  int removeLeast() {
    int bucket = above[END];
    int page = links[2 * (pages + bucket)];
    unlink(page);
    dropIfEmpty(bucket);
    size--;
    return page;
  }

  private int insertBucket(int after, int count) {
    int bucket = free;
    free = above[bucket];
    int next = above[after];
    above[after] = bucket;
    below[bucket] = after;
    above[bucket] = next;
    below[next] = bucket;
    frequency[bucket] = count;
    int anchor = pages + bucket;
    links[2 * anchor] = anchor;
    links[2 * anchor + 1] = anchor;
    return bucket;
  }

  private void dropIfEmpty(int bucket) {
    int anchor = pages + bucket;
    if (links[2 * anchor] == anchor) {
      above[below[bucket]] = above[bucket];
      below[above[bucket]] = below[bucket];
      above[bucket] = free;
      free = bucket;
    }
  }

  private void append(int bucket, int page) {
    int anchor = pages + bucket;
    int next = links[2 * anchor + 1];
    links[2 * page] = anchor;
    links[2 * page + 1] = next;
    links[2 * next] = page;
    links[2 * anchor + 1] = page;
    bucketOf[page] = bucket;
  }

  private void unlink(int page) {
    int newer = links[2 * page];
    int older = links[2 * page + 1];
    links[2 * newer + 1] = older;
    links[2 * older] = newer;
  }

  void verify() {
    int members = 0;
    int last = 0;
    for (int b = above[END]; b != END; b = above[b]) {
      Invariant.check(frequency[b] > last, "bucket %d follows bucket %d", frequency[b], last);
      Invariant.check(above[below[b]] == b, "bucket %d is not above the one below it", b);
      last = frequency[b];
      int anchor = pages + b;
      Invariant.check(links[2 * anchor] != anchor, "bucket %d is empty", last);
      for (int p = links[2 * anchor]; p != anchor; p = links[2 * p]) {
        Invariant.check(bucketOf[p] == b, "page %d is not in the bucket it says", p);
        Invariant.check(links[2 * links[2 * p] + 1] == p, "older(newer(%d)) is not itself", p);
        Invariant.check(++members <= size, "more than %d pages in the buckets", size);
      }
    }
    Invariant.check(members == size, "%d pages in the buckets, not %d", members, size);
  }
}
