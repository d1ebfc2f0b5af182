package dev.freehold.paging.policy;

/// ARC, adaptive replacement: recency and frequency as two LRU lists whose shares of the frames
/// follow the requests for pages lately evicted from each.
///
/// ```text
///   once     T1 (resident) | B1 (ghosts)      a hit in B1: T1 should have been larger, p grows
///   twice    T2 (resident) | B2 (ghosts)      a hit in B2: T2 should have been larger, p shrinks
/// ```
///
/// Megiddo and Modha, "ARC: a self-tuning, low overhead replacement cache", FAST 2003, figure 4.
/// The target `p` of T1 is real: it grows by `max(|B2|/|B1|, 1)` and shrinks by `max(|B1|/|B2|,
/// 1)`, both sizes taken before the requested page leaves its ghost list.
///
/// Constant time a request. 9 B a page, resident, ghost or neither.
///
/// Invariants (the paper's A1 to A4): `|T1| + |T2| <= c`; `|T1| + |B1| <= c`; `|T1| + |T2| + |B1| +
/// |B2| <= 2c`; `0 <= p <= c`; a page is in the list that its state names.
public final class Arc implements ReplacementPolicy {
  private static final byte ABSENT = 0;
  private static final byte T1 = 1;
  private static final byte T2 = 2;
  private static final byte B1 = 3;
  private static final byte B2 = 4;

  private final byte[] state;
  private final PageList once;
  private final PageList twice;
  private final PageList onceGhosts;
  private final PageList twiceGhosts;
  private final int frames;
  private double target;

  /// Creates a policy with all frames free.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 1
  public Arc(int pages, int frames) {
    this.frames = Frames.atLeast(1, frames, "arc");
    state = new byte[pages];
    PageList[] lists = PageList.over(pages, 4);
    once = lists[0];
    twice = lists[1];
    onceGhosts = lists[2];
    twiceGhosts = lists[3];
  }

  @Override
  public boolean request(int page) {
    switch (state[page]) {
      case T1 -> {
        once.remove(page);
        enter(T2, twice, page);
        return true;
      }
      case T2 -> {
        twice.renew(page);
        return true;
      }
      case B1 -> {
        double step = Math.max((double) twiceGhosts.size() / onceGhosts.size(), 1);
        target = Math.min(target + step, frames);
        onceGhosts.remove(page);
        if (resident() == frames) {
          replace(B1);
        }
        enter(T2, twice, page);
      }
      case B2 -> {
        double step = Math.max((double) onceGhosts.size() / twiceGhosts.size(), 1);
        target = Math.max(target - step, 0);
        twiceGhosts.remove(page);
        if (resident() == frames) {
          replace(B2);
        }
        enter(T2, twice, page);
      }
      default -> {
        if (resident() == frames) {
          makeRoom();
        }
        enter(T1, once, page);
      }
    }
    return false;
  }

  /// Case IV of the paper, where no frame is free.
  private void makeRoom() {
    if (once.size() + onceGhosts.size() == frames) {
      if (onceGhosts.isEmpty()) {
        state[once.removeOldest()] = ABSENT;
        return;
      }
      state[onceGhosts.removeOldest()] = ABSENT;
    } else if (frames + onceGhosts.size() + twiceGhosts.size() >= 2L * frames
        && !twiceGhosts.isEmpty()) {
      state[twiceGhosts.removeOldest()] = ABSENT;
    }
    replace(ABSENT);
  }

  /// REPLACE(x, p) of the paper.
  private void replace(byte requested) {
    int size = once.size();
    if (twice.isEmpty() || (size > 0 && (size > target || (requested == B2 && size == target)))) {
      enter(B1, onceGhosts, once.removeOldest());
    } else {
      enter(B2, twiceGhosts, twice.removeOldest());
    }
  }

  private void enter(byte next, PageList list, int page) {
    state[page] = next;
    list.add(page);
  }

  @Override
  public int resident() {
    return once.size() + twice.size();
  }

  @Override
  public void verify() {
    int ghosts = onceGhosts.size() + twiceGhosts.size();
    Invariant.check(resident() <= frames, "%d pages in %d frames", resident(), frames);
    Invariant.check(once.size() + onceGhosts.size() <= frames, "|T1| + |B1| > %d", frames);
    Invariant.check(resident() + (long) ghosts <= 2L * frames, "%d ghosts are too many", ghosts);
    Invariant.check(target >= 0 && target <= frames, "p = %s is out of range", target);
    States.verify(state, 7, T1, once, "T1");
    States.verify(state, 7, T2, twice, "T2");
    States.verify(state, 7, B1, onceGhosts, "B1");
    States.verify(state, 7, B2, twiceGhosts, "B2");
  }
}
