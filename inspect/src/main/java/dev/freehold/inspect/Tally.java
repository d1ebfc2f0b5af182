package dev.freehold.inspect;

import dev.freehold.inspect.Explanation.Share;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sums bytes by part. Whole by construction: bytes enter once, by [#add], and only change parts
/// after that.
final class Tally {
  private final Map<Part, Long> bytes = new HashMap<>();
  private long unknown;

  void add(Part part, long amount) {
    if (amount > 0) {
      bytes.merge(part, amount, Long::sum);
    }
  }

  void addUnknown(long amount) {
    unknown += amount;
  }

  /// Takes out what a part has.
  long take(Part part) {
    Long had = bytes.remove(part);
    return had == null ? 0 : had;
  }

  long unknown() {
    return unknown;
  }

  List<Share> shares() {
    return bytes.entrySet().stream()
        .map(entry -> new Share(entry.getKey(), entry.getValue()))
        .toList();
  }
}
