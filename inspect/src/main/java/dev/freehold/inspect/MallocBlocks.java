package dev.freehold.inspect;

import java.util.Comparator;
import java.util.List;

/// Which anonymous mappings are large blocks of malloc, each mapped for itself.
///
/// @param bytes of the mappings taken for such
/// @param rssBytes resident of them
/// @param othersRssBytes resident of the mappings that are not
record MallocBlocks(long bytes, long rssBytes, long othersRssBytes) {
  /// A mapping, or a cut of one, that nobody claims.
  ///
  /// @param bytes its size
  /// @param rssBytes resident
  record Candidate(long bytes, long rssBytes) {
    double residentShare() {
      return (double) rssBytes / bytes;
    }
  }

  /// Takes mappings as long as they fit into the size that malloc states, those first that are
  /// resident in full, as memory that a program took with malloc mostly is. Where malloc states
  /// more than fits, the rest is taken from mappings that are too large: the kernel joins
  /// neighbours.
  ///
  /// @param candidates that nobody claims
  /// @param stated by malloc
  static MallocBlocks of(List<Candidate> candidates, long stated) {
    List<Candidate> order =
        candidates.stream()
            .sorted(
                Comparator.comparingDouble(Candidate::residentShare)
                    .thenComparingLong(Candidate::bytes)
                    .reversed())
            .toList();
    long bytes = 0;
    long rss = 0;
    long tooLargeRss = 0;
    for (Candidate each : order) {
      if (bytes + each.bytes <= stated) {
        bytes += each.bytes;
        rss += each.rssBytes;
      } else {
        tooLargeRss += each.rssBytes;
      }
    }
    long joined = Math.min(stated - bytes, tooLargeRss);
    return new MallocBlocks(bytes + joined, rss + joined, tooLargeRss - joined);
  }
}
