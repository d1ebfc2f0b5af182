package dev.freehold.detection;

import dev.freehold.Defect;
import dev.freehold.Heap;

/// A small program that breaks one rule.
///
/// @param defect the rule that it breaks
/// @param route what it breaks the rule through
/// @param program the same in words; empty where the route has no way to break the rule
/// @param body what it does
record Misuse(Defect defect, Route route, String program, Body body) {
  /// What a program uses.
  enum Route {
    /// Segments, blocks and borrows: the JVM and the heap see every use.
    SEGMENTS,
    /// Raw addresses, as native code does: nobody sees a use.
    ADDRESSES
  }

  /// Runs up to the misuse and commits it.
  @FunctionalInterface
  interface Body {
    /// @return what frees the block, if it is not freed yet
    Runnable run(Heap heap) throws Exception;
  }

  /// Nothing is left to free.
  static void nothing() {}
}
