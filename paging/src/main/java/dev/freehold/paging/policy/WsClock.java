package dev.freehold.paging.policy;

/// WSClock: a clock that evicts the first page it meets outside the working set.
///
/// ```text
///            hand
///             v
/// ring   | 7 | 3 | 9 | 1 |     used: clear the bit, stamp the page with the time, move on
/// used     0   1   0   0       not used, stamp within the last tau requests: move on
/// stamp   41  17  39   8       not used, stamp older: replace
/// ```
///
/// Carr and Hennessy, "WSClock: a simple and effective algorithm for virtual memory management",
/// SOSP 1981. Time is the number of requests; every page counts as clean. Where a whole turn finds
/// no page to replace the paper stops a program; there is but one here, so that until the oldest
/// stamp of that turn falls out of the window the policy replaces the first page not used since the
/// hand last came by, as [Clock] does.
///
/// Constant time a hit; a miss at most two turns. 4 B a frame and 5 B a page.
///
/// Invariants: `resident(p) = p is in ring[0 .. size)`; `size <= frames`.
public final class WsClock implements ReplacementPolicy {
  private static final byte ABSENT = 0;
  private static final byte UNUSED = 1;
  private static final byte USED = 2;

  private final byte[] state;
  private final int[] stamp; // wraps, as time does; differences stay right below 2^31
  private final int[] ring;
  private final int window;
  private int size;
  private int hand;
  private int time;
  private int futileUntil; // no stamp falls out of the window before
  private boolean overcommitted;

  /// Creates a policy with all frames free.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 1
  /// @param window tau, in requests, at least 1
  public WsClock(int pages, int frames, int window) {
    ring = new int[Frames.used(Frames.atLeast(1, frames, "wsclock"), pages)];
    this.window = Frames.windowAtLeastOne(window, "wsclock");
    state = new byte[pages];
    stamp = new int[pages];
  }

  @Override
  public boolean request(int page) {
    time++;
    if (state[page] != ABSENT) {
      state[page] = USED;
      return true;
    }
    if (size < ring.length) {
      hand = size++;
    } else {
      if (overcommitted && time - futileUntil >= 0) {
        overcommitted = false;
      }
      if (overcommitted || !findOutside()) {
        findUnused();
      }
      state[ring[hand]] = ABSENT;
    }
    ring[hand] = page;
    state[page] = USED;
    stamp[page] = time;
    advance();
    return false;
  }

  /// Moves the hand to the first page outside the working set, at most one turn.
  private boolean findOutside() {
    int longestAgo = 0;
    for (int i = 0; i < ring.length; i++) {
      int page = ring[hand];
      int age = time - stamp[page];
      if (state[page] == USED) {
        state[page] = UNUSED;
        stamp[page] = time;
        age = 0;
      } else if (age >= window) {
        return true;
      }
      longestAgo = Math.max(longestAgo, age);
      advance();
    }
    overcommitted = true;
    futileUntil = time - longestAgo + window;
    return false;
  }

  /// Moves the hand to the first page not used since it last came by.
  private void findUnused() {
    while (state[ring[hand]] == USED) {
      state[ring[hand]] = UNUSED;
      stamp[ring[hand]] = time;
      advance();
    }
  }

  private void advance() {
    hand = hand + 1 == ring.length ? 0 : hand + 1;
  }

  @Override
  public int resident() {
    return size;
  }

  @Override
  public void verify() {
    int count = 0;
    for (byte s : state) {
      count += s != ABSENT ? 1 : 0;
    }
    Invariant.check(count == size, "%d pages are resident, %d in the ring", count, size);
    for (int i = 0; i < size; i++) {
      Invariant.check(state[ring[i]] != ABSENT, "page %d is not resident", ring[i]);
    }
  }
}
