package dev.freehold.paging.policy;

/// LIRS, low inter-reference recency set: pages that come back soon after their last request (LIR)
/// own nearly all frames; the others (HIR) pass through the few that are left.
///
/// ```text
///   S  recency stack   newest ... LIR, HIR resident, HIR ghost ... LIR   the oldest is always LIR
///   Q  resident HIR    newest ... oldest -> evicted; stays in S as a ghost if it is there
/// ```
///
/// A HIR page requested while in S has come back sooner than the oldest LIR page: they change
/// roles.
///
/// Jiang and Zhang, "LIRS: an efficient low inter-reference recency set replacement policy to
/// improve buffer cache performance", SIGMETRICS 2002, section 3, with the details of the authors'
/// program: `max(2, floor(0.01 c))` frames for HIR pages; a page requested twice in a row is a hit
/// that changes nothing; the first pages become LIR while frames beyond the HIR share are free.
///
/// Constant time a request, pruning amortised. 17 B a page, resident, ghost or neither; S is
/// bounded by the number of pages alone.
///
/// Invariants: `|LIR| <= c - h`; `|LIR| + |Q| <= c`; the oldest of S is LIR; every LIR page and
/// every ghost is in S; every resident HIR page is in Q.
public final class Lirs implements ReplacementPolicy {
  private static final int ROLE = 3; // state: a role, and whether the page is in S
  private static final int ABSENT = 0; // or a ghost, if in S
  private static final int LIR = 1;
  private static final int HIR = 2;
  private static final int STACKED = 4;
  private static final int LEAST_HIR_FRAMES = 2;

  private final byte[] state;
  private final PageList stack;
  private final PageList queue;
  private final int frames;
  private final int lirFrames;
  private int lirs;
  private int last = -1;

  /// Creates a policy with all frames free.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 3
  public Lirs(int pages, int frames) {
    this.frames = Frames.atLeast(LEAST_HIR_FRAMES + 1, frames, "lirs");
    lirFrames = frames - Math.max(LEAST_HIR_FRAMES, frames / 100);
    state = new byte[pages];
    stack = PageList.of(pages);
    queue = PageList.of(pages);
  }

  @Override
  public boolean request(int page) {
    if (page == last) {
      return true;
    }
    last = page;
    int was = state[page];
    int role = was & ROLE;
    boolean hit = role != ABSENT;
    if (role == LIR) {
      boolean bottom = stack.oldest() == page;
      stack.renew(page);
      if (bottom) {
        prune();
      }
      return true;
    }
    if (hit) {
      queue.remove(page);
    } else if (lirs + queue.size() == frames) {
      state[queue.removeOldest()] &= ~ROLE;
    }
    if ((was & STACKED) != 0) {
      stack.renew(page);
      becomeLir(page);
    } else {
      stack.add(page);
      if (lirs < lirFrames) {
        becomeLir(page);
      } else {
        state[page] = HIR | STACKED;
        queue.add(page);
      }
    }
    return hit;
  }

  private void becomeLir(int page) {
    state[page] = LIR | STACKED;
    if (++lirs > lirFrames) {
      int oldest = stack.removeOldest();
      state[oldest] = HIR;
      queue.add(oldest);
      lirs--;
      prune();
    }
  }

  /// Takes pages off the old end of S down to a LIR page.
  private void prune() {
    while ((state[stack.oldest()] & ROLE) != LIR) {
      state[stack.removeOldest()] &= ~STACKED;
    }
  }

  @Override
  public int resident() {
    return lirs + queue.size();
  }

  @Override
  public void verify() {
    Invariant.check(resident() <= frames, "%d pages in %d frames", resident(), frames);
    Invariant.check(lirs <= lirFrames, "%d LIR pages in %d frames", lirs, lirFrames);
    States.verify(state, STACKED, STACKED, stack, "S");
    States.verify(state, ROLE, HIR, queue, "Q");
    States.verify(state, ROLE, LIR, lirs, "LIR");
    States.verify(state, ROLE | STACKED, LIR | STACKED, lirs, "LIR in S");
    Invariant.check(
        stack.isEmpty() || (state[stack.oldest()] & ROLE) == LIR, "the oldest of S is not LIR");
  }
}
