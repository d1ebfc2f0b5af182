package dev.freehold.plan;

/// The states of a search that were searched to their end in vain, by two independent 64-bit
/// hashes.
///
/// A table of one slot per place, newest wins, which doubles up to a limit. Two different states
/// are taken for one with a chance of 2^-64 per question.
///
/// Invariant: `used <= slots`, a power of two at most [#MOST].
final class FailedStates {
  private static final int MOST = 1 << 20; // 16 MiB
  private long[] place = new long[1 << 10];
  private long[] check = new long[1 << 10];
  private int used;

  boolean contains(long at, long proof) {
    int slot = (int) at & (place.length - 1);
    return place[slot] == at && check[slot] == proof;
  }

  void add(long at, long proof) {
    if (used > place.length / 2 && place.length < MOST) {
      grow();
    }
    put(at, proof);
  }

  private void put(long at, long proof) {
    int slot = (int) at & (place.length - 1);
    if (place[slot] == 0 && check[slot] == 0) {
      used++;
    }
    place[slot] = at;
    check[slot] = proof;
  }

  private void grow() {
    long[] oldPlace = place;
    long[] oldCheck = check;
    place = new long[4 * oldPlace.length];
    check = new long[place.length];
    used = 0;
    for (int i = 0; i < oldPlace.length; i++) {
      if (oldPlace[i] != 0 || oldCheck[i] != 0) {
        put(oldPlace[i], oldCheck[i]);
      }
    }
  }
}
