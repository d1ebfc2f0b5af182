package dev.freehold.paging.policy;

/// Working set: the pages requested within the last `tau` requests are resident, and no others.
///
/// ```text
/// W(t, tau) = the distinct pages of the requests t - tau + 1 .. t
/// ```
///
/// Denning, "The working set model for program behavior", CACM 11(5), 1968. A request at t misses
/// if its page is not in `W(t-1, tau)`: at its first request, or if more than tau have passed.
///
/// Constant time a request. 13 B a page.
///
/// Invariants: `resident(p) = t - last(p) < tau`; the list is in the order of `last`; `resident <=
/// tau`.
public final class WorkingSet implements ReplacementPolicy {
  private final boolean[] residents;
  private final int[] last; // wraps after 2^32 requests, as time does; differences stay right
  private final PageList recency;
  private final int window;
  private int time;

  /// Creates a policy with nothing resident.
  ///
  /// @param pages the bound of the pages
  /// @param window tau, in requests, at least 1
  public WorkingSet(int pages, int window) {
    this.window = Frames.windowAtLeastOne(window, "ws");
    residents = new boolean[pages];
    last = new int[pages];
    recency = PageList.of(pages);
  }

  @Override
  public boolean request(int page) {
    time++;
    boolean hit = residents[page];
    if (hit) {
      recency.renew(page);
    } else {
      residents[page] = true;
      recency.add(page);
    }
    last[page] = time;
    int oldest = recency.oldest();
    if (time - last[oldest] >= window) { // one request leaves the window at each step
      recency.remove(oldest);
      residents[oldest] = false;
    }
    return hit;
  }

  @Override
  public int resident() {
    return recency.size();
  }

  @Override
  public void verify() {
    recency.verify("recency");
    Invariant.check(resident() <= window, "%d pages in a window of %d", resident(), window);
    int before = time - window;
    for (int p = recency.oldest(); p != recency.end(); p = recency.newer(p)) {
      Invariant.check(residents[p], "page %d is listed and not resident", p);
      Invariant.check(time - last[p] < window, "page %d is out of the window", p);
      Invariant.check(last[p] - before > 0, "page %d is listed out of order", p);
      before = last[p];
    }
    int count = 0;
    for (boolean resident : residents) {
      count += resident ? 1 : 0;
    }
    Invariant.check(count == recency.size(), "%d resident, %d listed", count, recency.size());
  }
}
