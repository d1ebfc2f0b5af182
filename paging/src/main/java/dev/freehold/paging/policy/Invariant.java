package dev.freehold.paging.policy;

/// The failure of an invariant, named.
final class Invariant {
  private Invariant() {}

  static void check(boolean holds, String broken, Object... details) {
    if (!holds) {
      throw new IllegalStateException("broken invariant: " + broken.formatted(details));
    }
  }
}
