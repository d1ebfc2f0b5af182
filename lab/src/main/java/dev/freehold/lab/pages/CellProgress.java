package dev.freehold.lab.pages;

/// Told of every cell that begins, by one thread at a time.
@FunctionalInterface
public interface CellProgress {
  /// A progress that tells no one.
  CellProgress NONE = (trace, cell) -> {};

  /// A cell begins.
  ///
  /// @param trace its name
  /// @param cell which
  void begins(String trace, Cell cell);
}
