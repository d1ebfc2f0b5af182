package dev.freehold.paging.policy;

/// CLOCK-Pro: LIRS on a clock. Three hands go round one list of hot pages, cold pages and the
/// ghosts of cold pages; a hit only sets a bit.
///
/// ```text
///          newest   H  C  H  g  C' H  C  g' H   oldest     hands move toward the newest
///                            |     |     |
///                          cold   hot   test              ' in its test period
/// ```
///
/// - *Cold* finds the victim, the oldest resident cold page. Marked and in its test period, it
///   turns hot; marked only, it starts over; not marked, it is evicted, and stays as a ghost if in
///   test.
/// - *Hot* turns the oldest hot page without a mark cold, and ends the test of each cold page it
///   passes, so that no test lasts longer than the recency of the hot pages.
/// - *Test* ends tests where the ghosts are more than twice the frames.
///
/// A request within a test says that cold pages deserve more frames, a test that ends without one
/// says that they deserve fewer: the share of the cold pages moves by 1 each.
///
/// Jiang, Chen and Zhang, "CLOCK-Pro: an effective improvement of the CLOCK replacement", USENIX
/// ATC 2005, section 4; where a promotion would need a demotion that the hot hand cannot find
/// before it meets the page, the page stays cold, as in the authors' program and in Caffeine's
/// simulator.
///
/// Constant time a hit; a miss moves the hands, at worst over all pages of the clock. 9 B a page,
/// resident, ghost or neither.
///
/// Invariants: `hot + cold <= c`; `ghosts <= 2c`; `tests = ghosts + the cold pages in test`; `least
/// <= target <= most`; each hand is at the oldest page of its kind, or at the end where there is
/// none.
public final class ClockPro implements ReplacementPolicy {
  private static final int KIND = 7; // state: a kind and a mark
  private static final int ABSENT = 0;
  private static final int HOT = 1;
  private static final int COLD = 2;
  private static final int COLD_IN_TEST = 3;
  private static final int GHOST = 4;
  private static final int MARK = 8;
  private static final int LEAST_COLD = 2;
  private static final int LEAST_FRAMES = 2 * LEAST_COLD;

  private final byte[] state;
  private final PageList clock;
  private final int end;
  private final int frames;
  private final int mostGhosts;
  private final int leastCold;
  private final int mostCold;
  private int hot;
  private int cold;
  private int ghosts;
  private int tests;
  private int coldTarget;
  private int handHot;
  private int handCold;
  private int handTest;

  /// Creates a policy with all frames free.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 4
  public ClockPro(int pages, int frames) {
    this.frames = Frames.atLeast(LEAST_FRAMES, frames, "clock-pro");
    mostGhosts = (int) Math.min(2L * frames, Integer.MAX_VALUE);
    leastCold = Math.max((int) (frames * 0.01), LEAST_COLD);
    mostCold = Math.min((int) (frames * 0.99), frames - leastCold);
    coldTarget = leastCold;
    state = new byte[pages];
    clock = PageList.of(pages);
    end = clock.end();
    handHot = end;
    handCold = end;
    handTest = end;
  }

  @Override
  public boolean request(int page) {
    int kind = kind(page);
    if (kind != ABSENT && kind != GHOST) {
      state[page] |= MARK;
      return true;
    }
    int free = frames - hot - cold;
    if (free > leastCold) {
      renew(page, HOT);
    } else if (free > 0) {
      renew(page, COLD_IN_TEST);
    } else {
      while (hot + cold == frames) {
        runHandCold();
      }
      renew(page, kind == GHOST && mayTurnHot(page) ? HOT : COLD_IN_TEST);
    }
    seekCold();
    seekHot();
    seekTest();
    return false;
  }

  private int kind(int page) {
    return state[page] & KIND;
  }

  private boolean isInTest(int page) {
    int kind = kind(page);
    return kind == COLD_IN_TEST || kind == GHOST;
  }

  private boolean isResidentCold(int page) {
    int kind = kind(page);
    return kind == COLD || kind == COLD_IN_TEST;
  }

  private void runHandCold() {
    int page = handCold;
    boolean tested = isInTest(page);
    if ((state[page] & MARK) != 0) {
      renew(page, tested && mayTurnHot(page) ? HOT : COLD_IN_TEST);
    } else {
      if (tested) {
        handCold = newer(page);
        become(page, GHOST);
      } else {
        leave(page);
      }
      while (ghosts > mostGhosts) {
        endTest(handTest);
        seekTest();
      }
    }
    seekCold();
  }

  /// Whether a page requested in its test may turn hot, making room among the hot pages for it.
  private boolean mayTurnHot(int page) {
    if (!isInTest(page)) {
      return false;
    }
    moveTarget(1);
    while (hot >= frames - coldTarget) {
      if (!isInTest(page) || !runHandHot(page)) {
        return false;
      }
    }
    return true;
  }

  /// Turns a hot page cold, if the hand finds one without a mark before it meets the given page.
  private boolean runHandHot(int trigger) {
    boolean demoted = false;
    while (handHot != trigger && !demoted) {
      int page = handHot;
      if (kind(page) == HOT) {
        demoted = (state[page] & MARK) == 0;
        renew(page, demoted ? COLD : HOT);
      } else {
        handHot = newer(page);
        endTest(page);
      }
    }
    seekHot();
    return demoted;
  }

  private void endTest(int page) {
    if (!isInTest(page)) {
      return;
    }
    boolean marked = (state[page] & MARK) != 0;
    if (kind(page) == GHOST) {
      leave(page);
    } else {
      become(page, COLD);
    }
    moveTarget(marked ? 1 : -1);
  }

  private void moveTarget(int by) {
    coldTarget = Math.clamp((long) coldTarget + by, leastCold, mostCold);
  }

  private void seekCold() {
    if (cold == 0) {
      handCold = end;
      return;
    }
    int at = handCold == end ? clock.oldest() : handCold;
    while (!isResidentCold(at)) {
      at = newer(at);
    }
    handCold = at;
  }

  private void seekHot() {
    if (hot == 0) {
      handHot = end;
      return;
    }
    if (handHot == end) {
      handHot = clock.oldest();
    }
    while (kind(handHot) != HOT) {
      int page = handHot;
      handHot = newer(page);
      endTest(page);
    }
    seekTest();
  }

  private void seekTest() {
    if (tests == 0) {
      handTest = end;
      return;
    }
    int at = handTest;
    if (at == end) {
      at = handHot == end ? clock.oldest() : handHot;
    }
    while (!isInTest(at)) {
      at = newer(at);
    }
    handTest = at;
  }

  /// The next page for a hand: after the newest comes the oldest.
  private int newer(int page) {
    int next = clock.newer(page);
    return next == end ? clock.oldest() : next;
  }

  /// Makes a page the newest of the clock, of a new kind and without a mark.
  private void renew(int page, int kind) {
    if (kind(page) != ABSENT) {
      leave(page);
    }
    clock.add(page);
    become(page, kind);
  }

  /// Takes a page out of the clock; hands at it move on.
  private void leave(int page) {
    int next = clock.size() == 1 ? end : newer(page);
    handHot = handHot == page ? next : handHot;
    handCold = handCold == page ? next : handCold;
    handTest = handTest == page ? next : handTest;
    clock.remove(page);
    become(page, ABSENT);
    state[page] = ABSENT;
  }

  /// Changes the kind of a page, keeps its mark, and counts.
  private void become(int page, int kind) {
    count(kind(page), -1);
    count(kind, 1);
    state[page] = (byte) (state[page] & MARK | kind);
  }

  private void count(int kind, int by) {
    switch (kind) {
      case HOT -> hot += by;
      case COLD -> cold += by;
      case COLD_IN_TEST -> {
        cold += by;
        tests += by;
      }
      case GHOST -> {
        ghosts += by;
        tests += by;
      }
      default -> {}
    }
  }

  @Override
  public int resident() {
    return hot + cold;
  }

  @Override
  public void verify() {
    clock.verify("clock");
    Invariant.check(hot + cold <= frames, "%d pages in %d frames", hot + cold, frames);
    Invariant.check(ghosts <= mostGhosts, "%d ghosts", ghosts);
    Invariant.check(
        coldTarget >= leastCold && coldTarget <= mostCold, "a target of %d", coldTarget);
    States.verify(state, KIND, HOT, hot, "hot");
    States.verify(state, KIND, GHOST, ghosts, "ghost");
    States.verify(state, KIND, COLD_IN_TEST, tests - ghosts, "cold in test");
    States.verify(state, KIND, COLD, cold - (tests - ghosts), "cold");
    Invariant.check(clock.size() == hot + cold + ghosts, "%d pages in the clock", clock.size());
    verifyHand(handHot, hot > 0, "hot");
    verifyHand(handCold, cold > 0, "cold");
    verifyHand(handTest, tests > 0, "test");
  }

  private void verifyHand(int hand, boolean exists, String name) {
    Invariant.check((hand != end) == exists, "the %s hand is at %d", name, hand);
    if (!exists) {
      return;
    }
    for (int p = clock.oldest(); p != hand; p = clock.newer(p)) {
      boolean of =
          switch (name) {
            case "hot" -> kind(p) == HOT;
            case "cold" -> isResidentCold(p);
            default -> isInTest(p);
          };
      Invariant.check(!of, "page %d is older than the %s hand", p, name);
    }
  }
}
