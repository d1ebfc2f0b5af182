package dev.freehold.paging.policy;

/// S3-FIFO: three FIFO queues. A page enters a small one; requested twice more before it comes to
/// the end it goes on to the main queue, else only its name stays, and a ghost requested again
/// enters the main queue.
///
/// ```text
///   new -> S (a tenth) -> requested twice -> M (FIFO with reinsertion, counts up to 3) -> gone
///            | else                          ^
///            v                               |
///            G (ghosts, nine tenths) -> requested
/// ```
///
/// Yang, Zhang, Qiu, Yue and Rashmi, "FIFO queues are all you need for cache eviction", SOSP 2023,
/// section 4.1 and algorithm 1, with the sizes and the threshold of libCacheSim.
///
/// Constant time a hit; a miss amortised one step for each request before it. 9 B a page, resident,
/// ghost or neither.
///
/// Invariants: `|S| + |M| <= c`; `|G| <= floor(0.9 c)`; a page is in the queue that its state
/// names; only residents have a count.
public final class S3Fifo implements ReplacementPolicy {
  private static final int QUEUE = 3 << 2; // state: queue << 2 | count
  private static final int COUNT = 3;
  private static final int SMALL = 1 << 2;
  private static final int MAIN = 2 << 2;
  private static final int GHOST = 3 << 2;
  private static final int THRESHOLD = 2;
  private static final int LEAST_FRAMES = 20; // a small queue of more than one page

  private final byte[] state;
  private final PageList small;
  private final PageList main;
  private final GhostList ghosts;
  private final int frames;
  private final int mainFrames;

  /// Creates a policy with all frames free.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 20
  public S3Fifo(int pages, int frames) {
    this.frames = Frames.atLeast(LEAST_FRAMES, frames, "s3-fifo");
    mainFrames = frames - (int) (frames * 0.10);
    state = new byte[pages];
    PageList[] lists = PageList.over(pages, 3);
    small = lists[0];
    main = lists[1];
    ghosts = new GhostList(lists[2], (int) (frames * 0.90));
  }

  @Override
  public boolean request(int page) {
    int was = state[page];
    int queue = was & QUEUE;
    if (queue == SMALL || queue == MAIN) {
      if ((was & COUNT) < COUNT) {
        state[page] = (byte) (was + 1);
      }
      return true;
    }
    if (queue == GHOST) {
      ghosts.remove(page);
    }
    while (small.size() + main.size() == frames) {
      if (main.size() > mainFrames || small.isEmpty()) {
        evictMain();
      } else {
        evictSmall();
      }
    }
    if (queue == GHOST) {
      state[page] = MAIN;
      main.add(page);
    } else {
      state[page] = SMALL;
      small.add(page);
    }
    return false;
  }

  private void evictMain() {
    int page = main.oldest();
    while ((state[page] & COUNT) > 0) {
      state[page]--;
      main.renew(page);
      page = main.oldest();
    }
    main.remove(page);
    state[page] = 0;
  }

  /// Evicts one page of the small queue, or empties it into the main queue.
  private void evictSmall() {
    while (!small.isEmpty()) {
      int page = small.removeOldest();
      if ((state[page] & COUNT) < THRESHOLD) {
        state[page] = GHOST;
        int forgotten = ghosts.add(page);
        if (forgotten != GhostList.NONE) {
          state[forgotten] = 0;
        }
        return;
      }
      state[page] = MAIN;
      main.add(page);
    }
  }

  @Override
  public int resident() {
    return small.size() + main.size();
  }

  @Override
  public void verify() {
    Invariant.check(resident() <= frames, "%d pages in %d frames", resident(), frames);
    States.verify(state, QUEUE, SMALL, small, "S");
    States.verify(state, QUEUE, MAIN, main, "M");
    ghosts.verify(state, QUEUE, GHOST, "G");
    for (byte s : state) {
      Invariant.check((s & QUEUE) != GHOST || (s & COUNT) == 0, "a ghost has a count");
    }
  }
}
