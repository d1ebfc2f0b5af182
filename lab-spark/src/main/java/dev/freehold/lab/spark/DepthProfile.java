package dev.freehold.lab.spark;

import java.util.Arrays;

/// Requests for the page at a random depth of the LRU stack; a depth below the stack is a new page.
///
/// The stack is a row of times, each with the page requested then, and a bit where that was the
/// page's last request. The page at a depth is found by the bits counted in a Fenwick tree over the
/// words, whose sums are searched from the largest power of two down:
///
/// ```text
/// time   0 1 2 3 4 5      depth 0 is the page at the last bit, here b; depth 2 is a
/// page   a c b a c b      a request clears the bit of the page and sets one at the end
/// bits   0 0 0 1 1 1
/// ```
///
/// When time runs out, the set bits move to the front: once in as many requests as there are pages.
/// Logarithmic in the number of pages; 9 B a page.
final class DepthProfile implements Profile {
  private final Profile depths;
  private final int[] pages; // by time
  private final long[] words;
  private final int[] tree; // tree[i] counts the bits of the words i - lowbit(i) .. i - 1
  private int now;
  private int live;

  /// Starts with an empty stack.
  ///
  /// @param bound of the pages, at least 1
  /// @param depths below the bound
  DepthProfile(int bound, Profile depths) {
    this.depths = depths;
    words = new long[Math.toIntExact(2L * bound + 63 >> 6)];
    pages = new int[words.length << 6];
    tree = new int[words.length + 1];
  }

  @Override
  public int next() {
    int depth = depths.next();
    if (now == pages.length) {
      compact();
    }
    int page = live;
    if (depth < live) {
      int time = timeOf(live - depth);
      page = pages[time];
      mark(time, -1);
    } else {
      live++;
    }
    pages[now] = page;
    mark(now++, 1);
    return page;
  }

  /// The time of the bit of an ordinal, counted from 1.
  private int timeOf(int ordinal) {
    int word = 0;
    int left = ordinal;
    for (int step = Integer.highestOneBit(words.length); step > 0; step >>= 1) {
      int next = word + step;
      if (next < tree.length && tree[next] < left) {
        word = next;
        left -= tree[next];
      }
    }
    long bits = words[word];
    for (; left > 1; left--) {
      bits &= bits - 1;
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }

  private void mark(int time, int change) {
    words[time >>> 6] ^= 1L << time;
    for (int i = (time >>> 6) + 1; i < tree.length; i += i & -i) {
      tree[i] += change;
    }
  }

  private void compact() {
    int to = 0;
    for (int word = 0; word < words.length; word++) {
      for (long bits = words[word]; bits != 0; bits &= bits - 1) {
        pages[to++] = pages[(word << 6) + Long.numberOfTrailingZeros(bits)];
      }
      words[word] = 0;
    }
    Arrays.fill(tree, 0);
    for (now = 0; now < to; now++) {
      mark(now, 1);
    }
  }
}
