package dev.freehold;

/// Told of the blocks that are still held when a heap is closed.
@FunctionalInterface
public interface HeldListener {
  /// Logs each report as a warning of the system logger `dev.freehold.Heap`.
  HeldListener LOG =
      report ->
          System.getLogger(Heap.class.getName()).log(System.Logger.Level.WARNING, report::message);

  /// Receives the report, on the thread that closes the heap, after the heap is closed. What it
  /// throws comes out of [Heap#close]; a test throws to fail on a forgotten block.
  ///
  /// @param report what is held, at least one block
  void held(HeldReport report);
}
