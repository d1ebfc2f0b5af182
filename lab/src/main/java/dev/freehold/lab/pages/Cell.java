package dev.freehold.lab.pages;

import dev.freehold.paging.policy.Policies;

/// One policy at one size.
///
/// @param policy which
/// @param size frames, or for a policy of variable space the window in requests
public record Cell(Policies policy, int size) {
  /// What the cell adds to the memory of its trace, at most: what the policies keep for each page,
  /// frame and request, as their classes say.
  long bytes(PageTrace trace) {
    long pages = trace.distinct();
    long frames = Math.min(size, pages);
    return switch (policy) {
      case FIFO -> pages / 8 + 4L * frames;
      case LRU, TWO_Q, ARC, SIEVE, S3_FIFO -> 9 * pages;
      case CLOCK -> pages + 4L * frames;
      case LFU -> 13 * pages + 20L * frames;
      case LIRS -> 17 * pages;
      case W_TINY_LFU -> 9 * pages + 16L * frames;
      case CLOCK_PRO -> 9 * pages;
      case OPT, OPT_BYPASS -> trace.length() / 8 + trace.length() / 512;
      case WORKING_SET, PAGE_FAULT_FREQUENCY -> 13 * pages;
      case VMIN -> pages;
      case WS_CLOCK -> 6 * pages + 4L * frames;
    };
  }

  /// Whether the policy looks ahead, for which the trace keeps the next use of each request.
  boolean looksAhead() {
    return policy == Policies.OPT || policy == Policies.OPT_BYPASS || policy == Policies.VMIN;
  }
}
