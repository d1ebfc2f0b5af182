package dev.freehold.paging.policy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The requests of a trace in order, with the pages' names made dense.
///
/// Policies see the dense numbers alone. [WindowTinyLfu] hashes pages, and to be independent of the
/// numbering it hashes their names; [Opt] and [Vmin] look ahead.
public final class Requests {
  private final int[] pages;
  private final long[] names;
  private int @Nullable [] nextUses;

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

  /// The future: for each request the index of the next one for its page, or [#length] where there
  /// is none. Computed at the first call in one pass from the end, and kept, 4 B a request; safe
  /// for use by many threads; not to be changed.
  public synchronized int[] nextUses() {
    int[] next = nextUses;
    if (next == null) {
      next = new int[pages.length];
      int[] seen = new int[names.length];
      Arrays.fill(seen, pages.length);
      for (int i = pages.length - 1; i >= 0; i--) {
        next[i] = seen[pages[i]];
        seen[pages[i]] = i;
      }
      nextUses = next;
    }
    return next;
  }

  /// These requests with their future computed elsewhere.
  ///
  /// @param future as [#nextUses] says; taken as it is, without a copy
  /// @throws IllegalArgumentException if it is not the future of these requests
  public Requests withNextUses(int[] future) {
    int[] expected = new int[names.length];
    boolean holds = future.length == pages.length;
    for (int i = 0; holds && i < pages.length; i++) {
      int page = pages[i];
      holds = (expected[page] == 0 || expected[page] == i) && future[i] > i;
      expected[page] = future[i];
    }
    for (int i = 0; holds && i < expected.length; i++) {
      holds = expected[i] == 0 || expected[i] == pages.length;
    }
    if (!holds) {
      throw new IllegalArgumentException(
          "the next uses are not those of the requests; leave them to nextUses()");
    }
    Requests known = new Requests(pages, names);
    known.nextUses = future;
    return known;
  }

  /// Replays all requests on a policy.
  ///
  /// @return how many were misses
  public long misses(ReplacementPolicy policy) {
    return policy.misses(pages, 0, pages.length);
  }
}
