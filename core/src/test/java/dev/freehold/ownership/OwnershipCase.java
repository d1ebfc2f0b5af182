package dev.freehold.ownership;

import dev.freehold.Heap;

/// A rule of ownership, tried.
///
/// @param name what is done
/// @param rule what Rust calls it: the code of the error, or the function
/// @param verdict what becomes of each use that the body marks
/// @param body does it, and leaves nothing held
record OwnershipCase(String name, String rule, Verdict verdict, Body body) {
  /// The code of a case.
  @FunctionalInterface
  interface Body {
    void run(Heap heap, Trial trial) throws Exception;
  }

  /// The code of a case in which nothing is refused.
  @FunctionalInterface
  interface Right {
    void run(Heap heap) throws Exception;
  }

  static OwnershipCase allowed(String name, String rule, Right body) {
    return new OwnershipCase(name, rule, Verdict.ALLOWED, (heap, trial) -> body.run(heap));
  }

  static OwnershipCase refused(String name, String rule, Verdict verdict, Body body) {
    return new OwnershipCase(name, rule, verdict, body);
  }
}
