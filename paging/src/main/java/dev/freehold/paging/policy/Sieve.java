package dev.freehold.paging.policy;

/// SIEVE: a FIFO queue whose hand moves from old to new and takes the first page not visited since
/// it last came by; survivors keep their place.
///
/// ```text
/// newest                      oldest
///   8  -  5  -  2  -  7  -  1        a miss: while the page under the hand is visited, clear the
///               ^  hand              mark and move toward the newest, from there to the oldest;
///                                    take it out; the hand moves on
/// ```
///
/// Zhang, Yang, Yue, Vigfusson and Rashmi, "SIEVE is simpler than LRU", NSDI 2024, section 3 and
/// algorithm 1.
///
/// Constant time a hit; a miss at most `frames + 1` steps, amortised one step for each hit before
/// it. 9 B a page.
///
/// Invariants: `size <= frames`; `state[p] = ABSENT` iff p is not in the queue; the hand is a
/// member or the end.
public final class Sieve implements ReplacementPolicy {
  private static final byte ABSENT = 0;
  private static final byte NEW = 1;
  private static final byte VISITED = 2;

  private final byte[] state;
  private final PageList queue;
  private final int frames;
  private int hand;

  /// Creates a policy with all frames free.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 1
  public Sieve(int pages, int frames) {
    this.frames = Frames.atLeast(1, frames, "sieve");
    state = new byte[pages];
    queue = PageList.of(pages);
    hand = queue.end();
  }

  @Override
  public boolean request(int page) {
    if (state[page] != ABSENT) {
      state[page] = VISITED;
      return true;
    }
    if (queue.size() == frames) {
      evict();
    }
    state[page] = NEW;
    queue.add(page);
    return false;
  }

  private void evict() {
    int at = hand == queue.end() ? queue.oldest() : hand;
    while (state[at] == VISITED) {
      state[at] = NEW;
      at = queue.newer(at);
      if (at == queue.end()) {
        at = queue.oldest();
      }
    }
    hand = queue.newer(at);
    queue.remove(at);
    state[at] = ABSENT;
  }

  @Override
  public int resident() {
    return queue.size();
  }

  @Override
  public void verify() {
    queue.verify("queue");
    Invariant.check(queue.size() <= frames, "%d pages in %d frames", queue.size(), frames);
    int count = 0;
    for (byte s : state) {
      count += s != ABSENT ? 1 : 0;
    }
    Invariant.check(count == queue.size(), "%d resident, %d queued", count, queue.size());
    for (int p = queue.oldest(); p != queue.end(); p = queue.newer(p)) {
      Invariant.check(state[p] != ABSENT, "page %d is queued and not resident", p);
    }
    Invariant.check(
        hand == queue.end() || state[hand] != ABSENT, "the hand is at %d, which is gone", hand);
  }
}
