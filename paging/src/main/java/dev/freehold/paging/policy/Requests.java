package dev.freehold.paging.policy;

/// The requests of a trace in order, with the pages' names made dense.
///
/// Policies see the dense numbers alone. [WindowTinyLfu] hashes pages, and to be independent of the
/// numbering it hashes their names; [Opt] and [Vmin] look ahead.
public final class Requests {
  private final int[] pages;
  private final long[] names;

  private Requests(int[] pages, long[] names) {
    this.pages = pages;
    this.names = names;
  }

  /// Takes both arrays as they are, without a copy; they must not change afterwards.
  ///
  /// @param pages the pages requested, each from 0 to `names.length - 1`
  /// @param names the name of each page in the trace it comes from
  /// @throws IllegalArgumentException if a page has no name
  public static Requests of(int[] pages, long[] names) {
    for (int i = 0; i < pages.length; i++) {
      if (pages[i] < 0 || pages[i] >= names.length) {
        throw new IllegalArgumentException(
            "request %d is for page %d of %d pages; number the pages from 0"
                .formatted(i, pages[i], names.length));
      }
    }
    return new Requests(pages, names);
  }

  /// The pages requested; not to be changed.
  public int[] pages() {
    return pages;
  }

  /// The number of requests.
  public int length() {
    return pages.length;
  }

  /// The number of pages: every request is for a page below it.
  public int distinct() {
    return names.length;
  }

  /// The name of each page; not to be changed.
  public long[] names() {
    return names;
  }

  /// Replays all requests on a policy.
  ///
  /// @return how many were misses
  public long misses(ReplacementPolicy policy) {
    return policy.misses(pages, 0, pages.length);
  }
}
