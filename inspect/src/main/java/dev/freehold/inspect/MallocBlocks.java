package dev.freehold.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which anonymous mappings are large blocks of malloc, each mapped for itself.
///
/// @param chosen the mappings taken for such, those first that are resident in full
/// @param othersRssBytes resident of the mappings that are not
record MallocBlocks(List<Candidate> chosen, long othersRssBytes) {
  private static final long LEAST = 128 << 10; // below it, malloc maps no block for itself

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
    List<Candidate> chosen = new ArrayList<>();
    long left = stated;
    long tooLargeRss = 0;
    long small = 0;
    for (Candidate each : order) {
      if (each.bytes < LEAST) {
        small += each.rssBytes;
      } else if (each.bytes <= left) {
        chosen.add(each);
        left -= each.bytes;
      } else {
        tooLargeRss += each.rssBytes;
      }
    }
    long joined = Math.min(left, tooLargeRss);
    if (joined > 0) {
      chosen.addFirst(new Candidate(joined, joined));
    }
    return new MallocBlocks(chosen, small + tooLargeRss - joined);
  }

  /// The size of the large blocks.
  long bytes() {
    return chosen.stream().mapToLong(Candidate::bytes).sum();
  }

  /// What is resident of them.
  long rssBytes() {
    return chosen.stream().mapToLong(Candidate::rssBytes).sum();
  }

  /// What is resident of so many bytes that were filled when they were taken: they are found in the
  /// order of choice, and take the resident part of each mapping.
  long rssBytesOfFilled(long bytes) {
    long rss = 0;
    long left = bytes;
    for (Candidate each : chosen) {
      long part = Math.min(left, each.bytes);
      rss += Math.min(part, each.rssBytes);
      left -= part;
    }
    return rss;
  }
}
