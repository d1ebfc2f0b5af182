package dev.freehold.paging.curve;

import java.util.Arrays;

/// The pages of a least-recently-used stack, by the times of their last requests, and how deep in
/// it a page lies.
///
/// Only the latest request of a page has its bit set, so the depth of a page is one more than the
/// number of bits after its own. They are counted by the word, the words before by a Fenwick tree
/// (Fenwick, "A new data structure for cumulative frequency tables", Software: Practice and
/// Experience 24(3), 1994); the word of the present joins the tree when it is full:
///
/// ```text
/// time     0 1 2 3 4 5 6 7   depth of page a, last requested at 2: bits 3, 5, 6, and itself = 4
/// page     b c a d b e c       counted as: all 5, less the 2 up to and with a's, and 1
/// bits     0 0 1 1 0 ...
/// words    |  0    |  1    | ...         64 bits each; tree over the words before the present one
/// ```
///
/// When time runs out, the bits move together and time goes on after them. There are at least as
/// many times as twice the pages, so each request pays for less than one move.
///
/// A request takes time logarithmic in the number of resident pages, over a tree of 1/64 of them. 8
/// B a page and 1/2 B a resident page.
///
/// Invariants: `bits = live = pages with last >= 0`; `bit(last(p)) = 1 and page(last(p)) = p`.
final class RecencyOrder {
  private final int[] last; // by page; -1 where it is not in the stack
  private int[] pages; // by time
  private long[] words;
  private int[] tree; // tree[i] covers the words i - lowbit(i) .. i - 1
  private int present; // the word of the next time
  private int now;
  private int live;

  /// An empty stack.
  ///
  /// @param bound of the pages
  RecencyOrder(int bound) {
    last = new int[bound];
    Arrays.fill(last, -1);
    words = new long[64];
    tree = new int[words.length + 1];
    pages = new int[words.length << 6];
  }

  /// The number of pages in the stack.
  int live() {
    return live;
  }

  /// Puts a page on top of the stack.
  ///
  /// @return how deep it lay, counted from 1; 0 where it was not in the stack
  int request(int page) {
    int time = last[page];
    int depth = 0;
    if (time >= 0) {
      int word = time >>> 6;
      // Shifted by 63 - time mod 64, the bits up to the page's own are left.
      depth = live - before(word) - Long.bitCount(words[word] << ~time) + 1;
      if (depth == 1) {
        return 1; // on top already
      }
      clear(time);
    } else {
      live++;
    }
    if (now == pages.length) {
      last[page] = -1;
      compact();
    }
    words[now >>> 6] |= 1L << now;
    pages[now] = page;
    last[page] = now++;
    if (now >>> 6 != present) {
      add(present, Long.bitCount(words[present]));
      present++;
    }
    return depth;
  }

  /// The pages in the stack, the top last.
  int[] toArray() {
    int[] order = new int[live];
    int to = 0;
    for (int word = 0; word < words.length; word++) {
      for (long bits = words[word]; bits != 0; bits &= bits - 1) {
        order[to++] = pages[(word << 6) + Long.numberOfTrailingZeros(bits)];
      }
    }
    return order;
  }

  /// Takes a page out of the stack.
  void remove(int page) {
    clear(last[page]);
    last[page] = -1;
    live--;
  }

  private void clear(int time) {
    int word = time >>> 6;
    words[word] &= ~(1L << time);
    if (word < present) {
      add(word, -1);
    }
  }

  /// The bits in the words before one.
  private int before(int word) {
    int sum = 0;
    for (int i = word; i > 0; i &= i - 1) {
      sum += tree[i];
    }
    return sum;
  }

  private void add(int word, int change) {
    for (int i = word + 1; i < tree.length; i += i & -i) {
      tree[i] += change;
    }
  }

  /// Moves the pages of the stack to the first times, in order, and doubles the times where more
  /// than half would be taken.
  private void compact() {
    int to = 0;
    for (int word = 0; word < words.length; word++) {
      for (long bits = words[word]; bits != 0; bits &= bits - 1) {
        int page = pages[(word << 6) + Long.numberOfTrailingZeros(bits)];
        pages[to] = page;
        last[page] = to++;
      }
    }
    if (2 * to > pages.length) {
      words = new long[2 * words.length];
      tree = new int[words.length + 1];
      pages = Arrays.copyOf(pages, words.length << 6);
    }
    now = to;
    present = now >>> 6;
    Arrays.fill(words, 0);
    Arrays.fill(words, 0, present, -1L);
    words[present] = (1L << now) - 1; // of now mod 64 bits
    Arrays.fill(tree, 0);
    for (int i = 1; i < tree.length; i++) { // each node adds itself to the next that covers it
      tree[i] += i <= present ? 64 : 0;
      int next = i + (i & -i);
      if (next < tree.length) {
        tree[next] += tree[i];
      }
    }
  }

  /// Checks the invariants.
  void verify() {
    int bits = 0;
    for (int word = 0; word < words.length; word++) {
      check(word > present || before(word) == bits, "tree at word " + word);
      bits += Long.bitCount(words[word]);
    }
    check(bits == live, "%d bits, %d live".formatted(bits, live));
    int listed = 0;
    for (int page = 0; page < last.length; page++) {
      int time = last[page];
      if (time >= 0) {
        listed++;
        check((words[time >>> 6] >>> time & 1) != 0, "page %d has no bit".formatted(page));
        check(pages[time] == page, "time %d is not of page %d".formatted(time, page));
      }
    }
    check(listed == live, "%d pages, %d live".formatted(listed, live));
  }

  private static void check(boolean holds, String broken) {
    if (!holds) {
      throw new IllegalStateException("broken invariant: " + broken);
    }
  }
}
