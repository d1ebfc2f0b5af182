package dev.freehold.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which part each address belongs to, as far as somebody claims it. The first claim stands.
///
/// Invariant: no two claims share an address.
final class Claims {
  private final NavigableMap<Long, Claim> byStart;

  Claims() {
    this(new TreeMap<>());
  }

  private Claims(NavigableMap<Long, Claim> byStart) {
    this.byStart = byStart;
  }

  private record Claim(long to, Part part) {}

  /// A range that belongs to one part, or to none.
  record Cut(long from, long to, @Nullable Part part) {
    long bytes() {
      return to - from;
    }
  }

  Claims copy() {
    return new Claims(new TreeMap<>(byStart));
  }

  /// Claims what is still unclaimed of a range.
  void claim(long from, long to, Part part) {
    for (Cut cut : cuts(from, to)) {
      if (cut.part() == null) {
        byStart.put(cut.from(), new Claim(cut.to(), part));
      }
    }
  }

  /// A range, cut where claims begin and end.
  List<Cut> cuts(long from, long to) {
    List<Cut> cuts = new ArrayList<>();
    long at = from;
    while (at < to) {
      Map.Entry<Long, Claim> before = byStart.floorEntry(at);
      Part part = null;
      long end;
      if (before != null && before.getValue().to() > at) {
        part = before.getValue().part();
        end = before.getValue().to();
      } else {
        Long next = byStart.higherKey(at);
        end = next == null ? to : next;
      }
      cuts.add(new Cut(at, Math.min(end, to), part));
      at = Math.min(end, to);
    }
    return cuts;
  }

  /// Whether any address of a range is claimed.
  boolean touches(Mapping mapping) {
    return cuts(mapping.from(), mapping.to()).stream().anyMatch(cut -> cut.part() != null);
  }
}
