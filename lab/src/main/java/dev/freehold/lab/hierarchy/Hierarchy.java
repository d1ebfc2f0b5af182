package dev.freehold.lab.hierarchy;

import dev.freehold.lab.machine.OsReport;
import java.util.List;

/// The memory hierarchy of a machine, as measured and as reported.
///
/// @param report what the operating system says
/// @param levels found, nearest first
/// @param reaches of the translation buffer, nearest first
/// @param pages what the kernel's part costs
/// @param disk what a read past the page cache costs
/// @param bandwidths of the levels
/// @param curves of latency over working sets
/// @param translation latency over the number of OS pages, the caches' part taken off
/// @param remarks what cannot be told, and why
public record Hierarchy(
    OsReport report,
    List<Level> levels,
    List<Reach> reaches,
    PageCosts pages,
    DiskReads disk,
    List<Bandwidth> bandwidths,
    List<Curve> curves,
    Curve translation,
    List<String> remarks) {
  /// Copies the lists.
  public Hierarchy {
    levels = List.copyOf(levels);
    reaches = List.copyOf(reaches);
    bandwidths = List.copyOf(bandwidths);
    curves = List.copyOf(curves);
    remarks = List.copyOf(remarks);
  }
}
