package dev.freehold.paging.policy;

/// VMIN: a page stays resident until its next request if that comes within `tau` requests, and
/// leaves at once otherwise.
///
/// Prieve and Fabry, "VMIN, an optimal variable-space page replacement algorithm", CACM 19(5),
/// 1976. Misses exactly where [WorkingSet] with the same tau does, and with the least resident
/// pages of all policies that miss so often.
///
/// Constant time a request. 1 B a page, and 4 B a request for its next use ([Requests#nextUses]).
///
/// Invariants: `kept = the pages whose next request is at most tau after their last`; `resident =
/// kept, and 1 where the page just requested is not kept`.
public final class Vmin implements ReplacementPolicy {
  private final int[] pages;
  private final int[] nextUses;
  private final boolean[] keeps;
  private final int window;
  private int now;
  private int kept;
  private int passing;

  /// Creates a policy at the start of the requests, with nothing resident.
  ///
  /// @param requests what will be requested, and nothing else
  /// @param window tau, in requests, at least 1
  public Vmin(Requests requests, int window) {
    this.window = Frames.windowAtLeastOne(window, "vmin");
    pages = requests.pages();
    nextUses = requests.nextUses();
    keeps = new boolean[requests.distinct()];
  }

  /// {@inheritDoc}
  ///
  /// @throws IllegalStateException if the page is not the next one of the requests
  @Override
  public boolean request(int page) {
    int time = now;
    Future.check(pages, time, page);
    now = time + 1;
    boolean hit = keeps[page];
    int next = nextUses[time];
    boolean keep = next < pages.length && next - time <= window;
    keeps[page] = keep;
    kept += (keep ? 1 : 0) - (hit ? 1 : 0);
    passing = keep ? 0 : 1;
    return hit;
  }

  @Override
  public int resident() {
    return kept + passing;
  }

  @Override
  public void verify() {
    int count = 0;
    for (boolean keep : keeps) {
      count += keep ? 1 : 0;
    }
    Invariant.check(count == kept, "%d pages are kept, not %d", count, kept);
    Invariant.check(kept <= window, "%d pages are requested within %d requests", kept, window);
  }
}
