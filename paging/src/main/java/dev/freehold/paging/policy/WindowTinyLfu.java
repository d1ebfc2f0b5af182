package dev.freehold.paging.policy;

import java.util.Random;

/// W-TinyLFU: a new page enters a small LRU window; on leaving it, it replaces the oldest page on
/// probation only if it was requested more often of late.
///
/// ```text
///   new -> window (LRU, 1%) -> probation (LRU) -> gone, this or the newcomer: the rarer one
///                               | requested  ^
///                               v            |
///                              protected (LRU, 80% of the rest)
/// ```
///
/// Einziger, Friedman and Manes, "TinyLFU: a highly efficient cache admission policy", ACM TOS
/// 13(4), 2017, section 4. The window keeps its size; how often a page was requested of late, a
/// [FrequencySketch] estimates by the page's name. As in Caffeine's simulator a newcomer requested
/// at least 6 times is let in once in 128 comparisons that it loses, so that no set of requests,
/// found by chance or by malice, can keep it out for ever; the dice are seeded.
///
/// Constant time a request, aging of the sketch amortised. 9 B a page and its name, at most 16 B a
/// frame.
///
/// Invariants: `|window| + |probation| + |protected| <= c`; `|window| <= c - floor(0.99 c)`;
/// `|protected| <= floor(0.8 floor(0.99 c))`; a page is in the list that its state names.
public final class WindowTinyLfu implements ReplacementPolicy {
  private static final long SEED = 1033096058;
  private static final int WARM = 6; // requests of late, from which on chance may let a page in
  private static final float CHANCE = 1f / 128;
  private static final byte ABSENT = 0;
  private static final byte WINDOW = 1;
  private static final byte PROBATION = 2;
  private static final byte PROTECTED = 3;

  private final byte[] state;
  private final long[] names;
  private final FrequencySketch sketch;
  private final Random random = new Random(SEED);
  private final PageList window;
  private final PageList probation;
  private final PageList protecteds;
  private final int frames;
  private final int windowFrames;
  private final int protectedFrames;

  /// Creates a policy with all frames free.
  ///
  /// @param names the name of each page, not copied
  /// @param frames at least 1
  public WindowTinyLfu(long[] names, int frames) {
    this.frames = Frames.atLeast(1, frames, "w-tinylfu");
    int mainFrames = (int) (frames * 0.99);
    windowFrames = frames - mainFrames;
    protectedFrames = (int) (mainFrames * 0.80);
    this.names = names;
    state = new byte[names.length];
    sketch = new FrequencySketch(Frames.used(frames, names.length));
    PageList[] lists = PageList.over(names.length, 3);
    window = lists[0];
    probation = lists[1];
    protecteds = lists[2];
  }

  @Override
  public boolean request(int page) {
    sketch.add(names[page]);
    switch (state[page]) {
      case WINDOW -> window.renew(page);
      case PROTECTED -> protecteds.renew(page);
      case PROBATION -> protect(page);
      default -> {
        enter(WINDOW, window, page);
        if (window.size() > windowFrames) {
          leaveWindow();
        }
        return false;
      }
    }
    return true;
  }

  private void protect(int page) {
    probation.remove(page);
    enter(PROTECTED, protecteds, page);
    if (protecteds.size() > protectedFrames) {
      enter(PROBATION, probation, protecteds.removeOldest());
    }
  }

  private void leaveWindow() {
    int candidate = window.removeOldest();
    enter(PROBATION, probation, candidate);
    if (resident() > frames) {
      int victim = probation.oldest();
      int evicted = admits(candidate, victim) ? victim : candidate;
      probation.remove(evicted);
      state[evicted] = ABSENT;
    }
  }

  private boolean admits(int candidate, int victim) {
    int frequency = sketch.frequency(names[candidate]);
    return frequency > sketch.frequency(names[victim])
        || (frequency >= WARM && random.nextFloat() < CHANCE);
  }

  private void enter(byte next, PageList list, int page) {
    state[page] = next;
    list.add(page);
  }

  @Override
  public int resident() {
    return window.size() + probation.size() + protecteds.size();
  }

  @Override
  public void verify() {
    Invariant.check(resident() <= frames, "%d pages in %d frames", resident(), frames);
    Invariant.check(window.size() <= windowFrames, "%d pages in the window", window.size());
    Invariant.check(
        protecteds.size() <= protectedFrames, "%d pages are protected", protecteds.size());
    States.verify(state, 3, WINDOW, window, "window");
    States.verify(state, 3, PROBATION, probation, "probation");
    States.verify(state, 3, PROTECTED, protecteds, "protected");
    sketch.verify();
  }
}
