package dev.freehold.paging.policy;

/// The check of a request against the future that a policy was made with.
final class Future {
  private Future() {}

  /// Checks that a page is the one requested at a time.
  static void check(int[] pages, int time, int page) {
    if (time >= pages.length || pages[time] != page) {
      throw new IllegalStateException(
          "request %d is for page %d, but the policy was made for %s; replay the same requests"
              .formatted(time, page, time < pages.length ? "page " + pages[time] : "no more"));
    }
  }
}
