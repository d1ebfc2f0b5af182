package dev.freehold.paging.policy;

/// A doubly linked list of pages, newest first, in an int array that several lists share.
///
/// ```text
/// links   | newer older | newer older | ... | newer older |  ...
///          page 0        page 1              anchor of the first list
/// ```
///
/// Each list is a ring through its anchor, a place past the last page, so that no operation asks
/// for an end. A page is in at most one of the lists over one array; which one, the policy knows.
/// Every operation takes constant time. 8 B a page, whether it is in a list or not.
///
/// Invariants: `older(newer(x)) = newer(older(x)) = x` for the anchor and every member; `size = the
/// number of members`.
final class PageList {
  private final int[] links;
  private final int anchor;
  private int size;

  private PageList(int[] links, int anchor) {
    this.links = links;
    this.anchor = anchor;
    links[2 * anchor] = anchor;
    links[2 * anchor + 1] = anchor;
  }

  /// Creates empty lists over one array.
  ///
  /// @param pages the bound of the pages
  /// @param lists how many lists
  static PageList[] over(int pages, int lists) {
    int[] links = new int[Math.multiplyExact(2, Math.addExact(pages, lists))];
    PageList[] made = new PageList[lists];
    for (int i = 0; i < lists; i++) {
      made[i] = new PageList(links, pages + i);
    }
    return made;
  }

  /// Creates one empty list with an array of its own.
  static PageList of(int pages) {
    return over(pages, 1)[0];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// The oldest page, or [#end] of an empty list.
  int oldest() {
    return links[2 * anchor];
  }

  /// The newest page, or [#end] of an empty list.
  int newest() {
    return links[2 * anchor + 1];
  }

  /// What [#newer] answers for the newest page: no page.
  int end() {
    return anchor;
  }

  /// The page added next after the given one, or [#end].
  int newer(int page) {
    return links[2 * page];
  }

  /// Adds a page that is in no list, as the newest.
  void add(int page) {
    int next = links[2 * anchor + 1];
    links[2 * page] = anchor;
    links[2 * page + 1] = next;
    links[2 * next] = page;
    links[2 * anchor + 1] = page;
    size++;
  }

  /// Removes a member.
  void remove(int page) {
    int newer = links[2 * page];
    int older = links[2 * page + 1];
    links[2 * newer + 1] = older;
    links[2 * older] = newer;
    size--;
  }

  /// Removes the oldest member of a list that is not empty.
  int removeOldest() {
    int page = oldest();
    remove(page);
    return page;
  }

  /// Makes a member the newest.
  void renew(int page) {
    if (links[2 * anchor + 1] != page) {
      remove(page);
      add(page);
    }
  }

  void verify(String name) {
    int members = 0;
    int at = anchor;
    do {
      int newer = links[2 * at];
      Invariant.check(links[2 * newer + 1] == at, "%s: older(newer(%d)) is not itself", name, at);
      at = newer;
      Invariant.check(
          at == anchor || ++members <= size, "%s has more than its %d pages", name, size);
    } while (at != anchor);
    Invariant.check(members == size, "%s has %d pages, not %d", name, members, size);
  }
}
