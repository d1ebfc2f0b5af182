package dev.freehold.lab.replay;

import dev.freehold.alloc.Statistics;
import org.jspecify.annotations.Nullable;

/// What a verified pass found.
///
/// @param peakRequestedBytes the most bytes requested at once, by the replay's own count
/// @param last the allocator's statistics at the end, before what is left was freed; null for a
///   peer, which keeps none
/// @param atPeak the statistics when the requested bytes first reached their peak; null for a peer
///   and for a replay that ended before
/// @param worstInternal the largest internal fragmentation sampled
/// @param worstExternal the largest external fragmentation sampled
/// @param refused whether a request was refused
/// @param failure what went wrong; null where nothing did
record Verification(
    long peakRequestedBytes,
    @Nullable Statistics last,
    @Nullable Statistics atPeak,
    double worstInternal,
    double worstExternal,
    boolean refused,
    @Nullable String failure) {

  /// A candidate that could not even be opened.
  static Verification notOpened(String why) {
    return new Verification(0, null, null, Double.NaN, Double.NaN, true, why);
  }
}
