package dev.freehold.alloc;

/// A structure that can check its own invariants.
public interface Verifiable {
  /// Checks every invariant of the class in time linear in its size.
  ///
  /// @throws IllegalStateException naming the first invariant that does not hold
  void verify();
}
