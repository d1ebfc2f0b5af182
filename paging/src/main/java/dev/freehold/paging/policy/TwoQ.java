package dev.freehold.paging.policy;

/// 2Q, the full version: a page enters a FIFO queue, and only if it is requested again after it has
/// left that queue does it enter the LRU list of the main pages.
///
/// ```text
///   new -> A1in (FIFO, a quarter) -> A1out (ghosts) -> gone
///                                      | requested
///                                      v
///                                     Am (LRU) -> gone
/// ```
///
/// Johnson and Shasha, "2Q: a low overhead high performance buffer management replacement
/// algorithm", VLDB 1994, the full version, with `Kin = c/4` and `Kout = c/2` as tuned there. Am
/// has its own limit `c - Kin`, as in libCacheSim, so that residency may stay below `c`.
///
/// Constant time a request. 9 B a page, resident, ghost or neither.
///
/// Invariants: `|A1in| + |Am| <= c`; `|Am| <= c - Kin`; `|A1out| <= Kout`; a page is in the list
/// that its state names.
public final class TwoQ implements ReplacementPolicy {
  private static final byte ABSENT = 0;
  private static final byte IN = 1;
  private static final byte OUT = 2;
  private static final byte MAIN = 3;

  private final byte[] state;
  private final PageList in;
  private final PageList main;
  private final GhostList out;
  private final int frames;
  private final int inFrames;
  private final int mainFrames;

  /// Creates a policy with all frames free.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 1; below 4 the queue of new pages yields to the main list at once,
  ///   below 2 there are no ghosts
  public TwoQ(int pages, int frames) {
    this.frames = Frames.atLeast(1, frames, "2q");
    inFrames = frames / 4;
    mainFrames = frames - inFrames;
    state = new byte[pages];
    PageList[] lists = PageList.over(pages, 3);
    in = lists[0];
    main = lists[1];
    out = new GhostList(lists[2], frames / 2);
  }

  @Override
  public boolean request(int page) {
    byte was = state[page];
    if (was == IN) {
      return true;
    }
    if (was == MAIN) {
      main.renew(page);
      return true;
    }
    if (was == OUT) {
      out.remove(page);
    }
    if (in.size() + main.size() == frames) {
      evict();
    }
    if (was == OUT) {
      if (main.size() == mainFrames) {
        state[main.removeOldest()] = ABSENT;
      }
      state[page] = MAIN;
      main.add(page);
    } else {
      state[page] = IN;
      in.add(page);
    }
    return false;
  }

  private void evict() {
    if (in.size() > inFrames) {
      int victim = in.removeOldest();
      state[victim] = OUT;
      int forgotten = out.add(victim);
      if (forgotten != GhostList.NONE) {
        state[forgotten] = ABSENT;
      }
    } else {
      state[main.removeOldest()] = ABSENT;
    }
  }

  @Override
  public int resident() {
    return in.size() + main.size();
  }

  @Override
  public void verify() {
    Invariant.check(resident() <= frames, "%d pages in %d frames", resident(), frames);
    Invariant.check(main.size() <= mainFrames, "Am has %d of %d", main.size(), mainFrames);
    States.verify(state, 3, IN, in, "A1in");
    States.verify(state, 3, MAIN, main, "Am");
    out.verify(state, 3, OUT, "A1out");
  }
}
