package dev.freehold.paging.policy;

/// Least recently used: the page whose last request is longest ago goes.
///
/// A stack algorithm: the resident pages of c frames are among those of c + 1 (Mattson, Gecsei,
/// Slutz and Traiger, "Evaluation techniques for storage hierarchies", IBM Systems Journal 9(2),
/// 1970, section "Stack algorithms").
///
/// Constant time a request. 9 B a page.
///
/// Invariants: `size <= frames`; `resident(p) = p is in the list`.
public final class Lru implements ReplacementPolicy {
  private final boolean[] residents;
  private final PageList recency;
  private final int frames;

  /// Creates a policy with all frames free.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 1
  public Lru(int pages, int frames) {
    this.frames = Frames.atLeast(1, frames, "lru");
    residents = new boolean[pages];
    recency = PageList.of(pages);
  }

  @Override
  public boolean request(int page) {
    if (residents[page]) {
      recency.renew(page);
      return true;
    }
    if (recency.size() == frames) {
      residents[recency.removeOldest()] = false;
    }
    residents[page] = true;
    recency.add(page);
    return false;
  }

  @Override
  public int resident() {
    return recency.size();
  }

  @Override
  public void verify() {
    recency.verify("recency");
    Invariant.check(recency.size() <= frames, "%d pages in %d frames", recency.size(), frames);
    int count = 0;
    for (boolean resident : residents) {
      count += resident ? 1 : 0;
    }
    Invariant.check(count == recency.size(), "%d resident, %d listed", count, recency.size());
    for (int p = recency.oldest(); p != recency.end(); p = recency.newer(p)) {
      Invariant.check(residents[p], "page %d is listed and not resident", p);
    }
  }
}
