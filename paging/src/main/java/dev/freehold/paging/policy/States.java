package dev.freehold.paging.policy;

/// Counts pages by state, for the invariants that relate states to lists.
final class States {
  private States() {}

  /// Checks that a state has as many pages as its list.
  static void verify(byte[] states, int mask, int state, int listed, String name) {
    int count = 0;
    for (byte s : states) {
      count += (s & mask) == state ? 1 : 0;
    }
    Invariant.check(count == listed, "%d pages are in state %s, %d listed", count, name, listed);
  }

  /// Checks that every page of a list has its state.
  static void verify(byte[] states, int mask, int state, PageList list, String name) {
    list.verify(name);
    verify(states, mask, state, list.size(), name);
    for (int p = list.oldest(); p != list.end(); p = list.newer(p)) {
      Invariant.check((states[p] & mask) == state, "page %d is in %s, not by its state", p, name);
    }
  }
}
