package dev.freehold.paging.policy;

/// First in, first out: the page that has been resident longest goes.
///
/// ```text
///            hand
///             v
/// ring   | 7 | 3 | 9 | 1 |     the oldest page is under the hand; a miss replaces it
/// ```
///
/// Not a stack algorithm: more frames can mean more misses (Belady, Nelson and Shedler, "An anomaly
/// in space-time characteristics of certain programs running in a paging machine", CACM 12(6),
/// 1969).
///
/// Constant time a request. 4 B a frame and 1 bit a page.
///
/// Invariants: `resident(p) = p is in ring[0 .. size)`; `size <= frames`; no page is there twice.
public final class Fifo implements ReplacementPolicy {
  private final long[] residents;
  private final int[] ring;
  private int size;
  private int hand;

  /// Creates a policy with all frames free.
  ///
  /// @param pages the bound of the pages
  /// @param frames at least 1
  public Fifo(int pages, int frames) {
    ring = new int[Frames.used(Frames.atLeast(1, frames, "fifo"), pages)];
    residents = new long[(pages + 63) >>> 6];
  }

  @Override
  public boolean request(int page) {
    long bit = 1L << page;
    if ((residents[page >>> 6] & bit) != 0) {
      return true;
    }
    if (size < ring.length) {
      size++;
    } else {
      int victim = ring[hand];
      residents[victim >>> 6] &= ~(1L << victim);
    }
    residents[page >>> 6] |= bit;
    ring[hand] = page;
    hand = hand + 1 == ring.length ? 0 : hand + 1;
    return false;
  }

  @Override
  public int resident() {
    return size;
  }

  @Override
  public void verify() {
    int bits = 0;
    for (long word : residents) {
      bits += Long.bitCount(word);
    }
    Invariant.check(bits == size, "%d pages are resident, %d in the ring", bits, size);
    for (int i = 0; i < size; i++) {
      Invariant.check(
          (residents[ring[i] >>> 6] >>> ring[i] & 1) != 0, "page %d is not resident", ring[i]);
    }
  }
}
