package dev.freehold.profile;

/// Signals a file that is no recording with Freehold's events: one line that names it and says what
/// to do.
public final class RecordingException extends Exception {
  private static final long serialVersionUID = 1;

  RecordingException(String message) {
    super(message, null, false, false);
  }
}
