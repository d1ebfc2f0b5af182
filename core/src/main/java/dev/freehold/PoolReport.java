package dev.freehold;

import dev.freehold.track.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The leases of a pool that are not returned.
///
/// @param pool the name of the pool
/// @param cause why they are reported
/// @param leases how many
/// @param bytes the size of the block of each
/// @param taken where each was taken, the earliest first; empty where the heap's level does not
///   record that ([Checks#FULL] and above do)
public record PoolReport(String pool, Cause cause, int leases, long bytes, List<Site> taken) {
  private static final int SHOWN = 5;

  /// Why leases are reported.
  public enum Cause {
    /// The pool was closed while they were open. They stay usable; their blocks are freed when they
    /// are closed.
    OPEN_AT_CLOSE("pool closed while leases are open"),
    /// Nothing refers to them any more, and they were not closed. Their blocks stay held, since
    /// segments of them may still be in use; they count against the limit.
    DROPPED("leases dropped without being closed");

    private final String what;

    Cause(String what) {
      this.what = what;
    }
  }

  /// Keeps its own copy of the list.
  public PoolReport {
    taken = List.copyOf(taken);
  }

  /// The warning in words.
  ///
  /// @return several lines
  public String message() {
    StringBuilder text =
        new StringBuilder(
            "Freehold: %s\n  pool    '%s'\n  held    %d x %d bytes"
                .formatted(cause.what, pool, leases, bytes));
    Map<String, Integer> places = new LinkedHashMap<>();
    taken.forEach(site -> places.merge(site.toString(), 1, Integer::sum));
    places.entrySet().stream()
        .limit(SHOWN)
        .forEach(place ->
            text.append("\n  taken   ")
                .append(place.getKey())
                .append(place.getValue() == 1 ? "" : ", %d times".formatted(place.getValue())));
    if (places.size() > SHOWN) {
      text.append("\n  taken   at %d other places".formatted(places.size() - SHOWN));
    }
    return text.append(
            "\n  rule    a lease is closed before its pool -> docs/guide/pools.md#closing")
        .append("\n  next    ")
        .append(
            taken.isEmpty()
                ? "open leases in try-with-resources; run with -D%s=full to see where they are taken"
                    .formatted(Checks.PROPERTY)
                : "open leases in try-with-resources at the places above")
        .toString();
  }
}
