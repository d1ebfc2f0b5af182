package dev.freehold.inspect;

/// Signals a process that cannot be looked at: one line that says why, and what to do.
public final class TargetException extends Exception {
  private static final long serialVersionUID = 1;

  TargetException(String message) {
    super(message, null, false, false);
  }
}
