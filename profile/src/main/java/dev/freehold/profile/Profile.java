package dev.freehold.profile;

import java.time.Instant;
import java.util.List;

/// What recordings say of the heaps of a program.
///
/// ```text
/// totals() = sum of counts over rows        exactly: each row is rounded, no total is
/// ```
///
/// @param files what it was read from
/// @param start of the recording
/// @param end of the recording
/// @param sampleInterval mean bytes between two samples; 0 where the recording does not say
/// @param rows by bytes in use, descending; each heap and stack once
/// @param temporary by bytes, descending
/// @param leaks by bytes, descending
/// @param violations by count, descending
/// @param usage by the name of the heap
public record Profile(
    List<String> files,
    Instant start,
    Instant end,
    long sampleInterval,
    List<Row> rows,
    List<Temporary> temporary,
    List<Leak> leaks,
    List<Violation> violations,
    List<Usage> usage) {
  /// Keeps the parts.
  public Profile {
    files = List.copyOf(files);
    rows = List.copyOf(rows);
    temporary = List.copyOf(temporary);
    leaks = List.copyOf(leaks);
    violations = List.copyOf(violations);
    usage = List.copyOf(usage);
  }

  /// The sum of all rows.
  ///
  /// @return the counts of the whole
  public Counts totals() {
    return rows.stream().map(Row::counts).reduce(Counts.ZERO, Counts::plus);
  }
}
