package dev.freehold.paging.policy;

/// OPT: the page whose next request is farthest in the future goes; no policy for the same frames
/// misses less often.
///
/// Belady, "A study of replacement algorithms for a virtual-storage computer", IBM Systems Journal
/// 5(2), 1966 (MIN). Where the incoming page may *bypass* the frames, it does so if its own next
/// request is the farthest.
///
/// No two requests are at the same time, so the resident pages *are* the times of their next
/// requests, and one bit per request of the trace is all the state there is:
///
/// ```text
/// time      0 1 2 3 4 5 6 7 8        at time 3: the page is resident, for bit 3 is set;
/// page      a b c b a d c b a        the farthest is time 8, page a
/// waiting         3     6   8        pages never requested again are only counted, and go first
/// ```
///
/// A few word reads a request. 1 bit a request of the trace, and 4 B for its next use
/// ([Requests#nextUses]); nothing a page or a frame.
///
/// Invariants: `|waiting| + never = resident <= frames`; every waiting time is in the future.
public final class Opt implements ReplacementPolicy {
  /// What becomes of a requested page that is worth less than every resident one.
  public enum Incoming {
    /// It replaces one of them, as under demand paging.
    ENTERS,
    /// It is served without becoming resident.
    BYPASSES
  }

  private final int[] pages;
  private final int[] nextUses;
  private final TimeSet waiting;
  private final boolean bypasses;
  private final int frames;
  private int now;
  private int resident;
  private int never;

  /// Creates a policy at the start of the requests, with all frames free.
  ///
  /// @param requests what will be requested, and nothing else
  /// @param frames at least 1
  /// @param incoming what becomes of an incoming page that is worth less than every resident one
  public Opt(Requests requests, int frames, Incoming incoming) {
    this.frames = Frames.atLeast(1, frames, incoming == Incoming.BYPASSES ? "opt-bypass" : "opt");
    pages = requests.pages();
    nextUses = requests.nextUses();
    waiting = new TimeSet(pages.length);
    bypasses = incoming == Incoming.BYPASSES;
  }

  /// {@inheritDoc}
  ///
  /// @throws IllegalStateException if the page is not the next one of the requests
  @Override
  public boolean request(int page) {
    int time = now;
    Future.check(pages, time, page);
    now = time + 1;
    int next = nextUses[time];
    boolean hit = waiting.contains(time);
    if (hit) {
      waiting.remove(time);
    } else if (resident < frames) {
      resident++;
    } else if (never > 0) {
      never--;
    } else {
      int farthest = waiting.latest();
      if (bypasses && next >= farthest) {
        return false;
      }
      waiting.remove(farthest);
    }
    if (next < pages.length) {
      waiting.add(next);
    } else {
      never++;
    }
    return hit;
  }

  @Override
  public int resident() {
    return resident;
  }

  @Override
  public void verify() {
    Invariant.check(resident <= frames, "%d pages in %d frames", resident, frames);
    waiting.verify(resident - never);
    for (int time = 0; time < now; time++) {
      Invariant.check(!waiting.contains(time), "time %d is past and still waited for", time);
    }
  }
}
