package dev.freehold.paging.policy;

/// Clock, or second chance: the first page under the hand whose count of requests is used up goes.
///
/// ```text
///            hand
///             v
/// ring   | 7 | 3 | 9 | 1 |     a miss: while the count of the page under the hand is not 0,
/// count    0   2   0   1       take one from it and move on; then replace that page
/// ```
///
/// A hit adds one to the page's count, up to `2^bits - 1`; a new page starts at 0. With one bit it
/// is the algorithm of Corbato, "A paging experiment with the Multics system", MIT, 1968; the same
/// victims as a FIFO queue with reinsertion.
///
/// Constant time a hit; a miss at most `frames * (2^bits - 1) + 1` steps, amortised one step for
/// each hit before it. 4 B a frame and 1 B a page.
///
/// Invariants: `state[p] = 0` iff p is not in `ring[0 .. size)`; else `state[p] = count + 1 <=
/// 2^bits`; `size <= frames`.
public final class Clock implements ReplacementPolicy {
  private static final int MOST_BITS = 6; // a state of 64 fits a byte

  private final byte[] state;
  private final int[] ring;
  private final int full;
  private int size;
  private int hand;

  /// Creates a policy with one bit a page.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 1
  public Clock(int pages, int frames) {
    this(pages, frames, 1);
  }

  /// Creates a policy with all frames free.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 1
  /// @param bits the width of a page's count, from 1 to 6
  public Clock(int pages, int frames, int bits) {
    ring = new int[Frames.used(Frames.atLeast(1, frames, "clock"), pages)];
    if (bits < 1 || bits > MOST_BITS) {
      throw new IllegalArgumentException(
          "clock counts in 1 to %d bits, got %d".formatted(MOST_BITS, bits));
    }
    state = new byte[pages];
    full = 1 << bits;
  }

  @Override
  public boolean request(int page) {
    int now = state[page];
    if (now != 0) {
      if (now < full) {
        state[page] = (byte) (now + 1);
      }
      return true;
    }
    int at = hand;
    if (size < ring.length) {
      size++;
    } else {
      int victim = ring[at];
      while (state[victim] > 1) {
        state[victim]--;
        at = after(at);
        victim = ring[at];
      }
      state[victim] = 0;
    }
    ring[at] = page;
    state[page] = 1;
    hand = after(at);
    return false;
  }

  private int after(int slot) {
    return slot + 1 == ring.length ? 0 : slot + 1;
  }

  @Override
  public int resident() {
    return size;
  }

  @Override
  public void verify() {
    int count = 0;
    for (byte s : state) {
      Invariant.check(s >= 0 && s <= full, "a state of %d, the most is %d", s, full);
      count += s > 0 ? 1 : 0;
    }
    Invariant.check(count == size, "%d pages are resident, %d in the ring", count, size);
    for (int i = 0; i < size; i++) {
      Invariant.check(state[ring[i]] > 0, "page %d is not resident", ring[i]);
    }
  }
}
