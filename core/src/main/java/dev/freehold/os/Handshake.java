package dev.freehold.os;

import java.lang.foreign.Arena;

/// A fence that one thread puts into all others, so that they need none of their own.
///
/// The close of a shared arena makes every thread of the JVM pass a safepoint poll, and its effects
/// are ordered before and after it. What two threads would else exclude each other by,
///
/// ```text
/// one, often                     the other, rarely
///   mine = 1; full fence;          yours = 1; full fence;
///   if (yours == 0) ...            if (mine == 0) ...
/// ```
///
/// needs no fence of the processor on the left where the right one calls [#all] for its own.
public final class Handshake {
  private Handshake() {}

  /// Orders, in every thread of the JVM, what it did before against what it does afterwards.
  ///
  /// Costs some tens of microseconds.
  @SuppressWarnings("MustBeClosedChecker") // closed in the same expression
  public static void all() {
    Arena.ofShared().close();
  }
}
