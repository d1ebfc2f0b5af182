package dev.freehold.cli;

/// Signals a command that cannot be carried out as given: one line, and exit code 2.
final class WrongUse extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongUse(String message) {
    super(message, null, false, false);
  }
}
