package dev.freehold.testkit;

/// Signals that an allocator did not do what the shadow model says it must.
public final class Difference extends AssertionError {
  private static final long serialVersionUID = 1;

  private final int index;

  Difference(int index, String operation, Throwable cause) {
    super("operation %d, '%s': %s".formatted(index, operation, cause.getMessage()), cause);
    this.index = index;
  }

  /// Where the difference showed.
  ///
  /// @return the index of the operation in its sequence
  public int index() {
    return index;
  }
}
