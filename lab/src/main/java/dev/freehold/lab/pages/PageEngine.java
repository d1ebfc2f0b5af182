package dev.freehold.lab.pages;

import java.util.List;

/// Where cells are computed. Every engine gives the same results, bit for bit.
///
/// [LocalEngine] is in this module; a module that provides another names it as a service.
public interface PageEngine {
  /// The name on the command line.
  String name();

  /// Computes cells of a trace.
  ///
  /// @param trace the requests
  /// @param cells which, each at least as large as its policy needs
  /// @param memoryLimit the most bytes that the trace and the cells being computed may take
  ///   together
  /// @param progress told of each cell
  /// @return in the order of the cells
  /// @throws IllegalArgumentException if a cell alone needs more than the limit
  List<CellResult> run(PageTrace trace, List<Cell> cells, long memoryLimit, CellProgress progress);
}
