package dev.freehold.paging.policy;

/// The names of pages lately evicted, first in, first out, up to a capacity.
///
/// Invariants: `size <= capacity`, and those of the list.
final class GhostList {
  /// The answer of [#add] where nothing was forgotten.
  static final int NONE = -1;

  private final PageList pages;
  private final int capacity;

  /// Takes an empty list.
  ///
  /// @param capacity from 0
  GhostList(PageList pages, int capacity) {
    this.pages = pages;
    this.capacity = capacity;
  }

  /// Remembers a page that is in no list over the same array.
  ///
  /// @return the page forgotten for it, which is the page itself where the capacity is 0, or
  ///   [#NONE]
  int add(int page) {
    if (capacity == 0) {
      return page;
    }
    int forgotten = pages.size() == capacity ? pages.removeOldest() : NONE;
    pages.add(page);
    return forgotten;
  }

  /// Forgets a page that is remembered.
  void remove(int page) {
    pages.remove(page);
  }

  int size() {
    return pages.size();
  }

  void verify(byte[] states, int mask, int state, String name) {
    States.verify(states, mask, state, pages, name);
    Invariant.check(size() <= capacity, "%s has %d pages, the most is %d", name, size(), capacity);
  }
}
