package dev.freehold.inspect;

import java.util.Comparator;
import java.util.List;

/// Where the resident memory of a process is.
///
/// ```text
/// rssBytes = sum of shares + unknownBytes, to the byte
/// ```
///
/// @param pid the process
/// @param rssBytes its resident bytes, the sum over its mappings
/// @param shares what each part holds of them, the largest first, none empty
/// @param unknownBytes what no part could be named for
/// @param unseen what could not be told, and what would tell it
public record Explanation(
    long pid, long rssBytes, List<Share> shares, long unknownBytes, List<Unseen> unseen) {
  /// What one part holds.
  ///
  /// @param part which
  /// @param bytes resident
  public record Share(Part part, long bytes) {}

  /// Something that could not be told.
  ///
  /// @param what in words
  /// @param remedy the flag, or the way, that would show it; empty where there is none
  public record Unseen(String what, String remedy) {}

  /// Sorts the shares.
  ///
  /// @throws IllegalArgumentException if they do not sum
  public Explanation {
    shares =
        shares.stream()
            .sorted(
                Comparator.comparingLong(Share::bytes)
                    .reversed()
                    .thenComparing(share -> share.part().name()))
            .toList();
    unseen = List.copyOf(unseen);
    long sum = shares.stream().mapToLong(Share::bytes).sum() + unknownBytes;
    if (sum != rssBytes || unknownBytes < 0) {
      throw new IllegalArgumentException(
          "rssBytes = sum of shares + unknownBytes does not hold: %d and %d, of which %d unknown"
              .formatted(rssBytes, sum, unknownBytes));
    }
  }

  /// What parts of a kind hold together.
  ///
  /// @param kind of the parts
  /// @return resident bytes
  public long bytes(Kind kind) {
    return shares.stream()
        .filter(share -> share.part().kind() == kind)
        .mapToLong(Share::bytes)
        .sum();
  }
}
