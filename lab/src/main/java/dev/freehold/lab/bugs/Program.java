package dev.freehold.lab.bugs;

import dev.freehold.Heap;

/// What uses a heap and is watched.
@FunctionalInterface
public interface Program {
  /// Runs it once.
  ///
  /// @param heap open, and closed by who watches
  /// @throws Throwable whatever the program does not catch
  void run(Heap heap) throws Throwable;
}
