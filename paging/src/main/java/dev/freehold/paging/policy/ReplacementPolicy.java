package dev.freehold.paging.policy;

import dev.freehold.alloc.Verifiable;

/// A rule that says which pages stay in memory.
///
/// Pages are dense: ints from 0 up to a bound that the policy was made for. A request makes the
/// page resident, unless the policy bypasses, and is a *hit* if it was resident before, else a
/// *miss*. In a *fixed space* the resident pages never outnumber the frames; in a *variable space*
/// the policy itself says how many there are.
///
/// A policy is made for one run, allocates nothing after its construction, and is not safe for use
/// by two threads at once.
public interface ReplacementPolicy extends Verifiable {
  /// Requests a page.
  ///
  /// @param page from 0 up to the bound that the policy was made for
  /// @return whether the page was resident
  boolean request(int page);

  /// The number of resident pages, in constant time.
  int resident();

  /// Requests `pages[from]` to `pages[to - 1]` in order.
  ///
  /// @return how many of the requests were misses
  default long misses(int[] pages, int from, int to) {
    long misses = 0;
    for (int i = from; i < to; i++) {
      if (!request(pages[i])) {
        misses++;
      }
    }
    return misses;
  }
}
