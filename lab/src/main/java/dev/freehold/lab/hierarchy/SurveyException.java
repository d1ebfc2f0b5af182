package dev.freehold.lab.hierarchy;

/// Signals that the machine does not allow a measurement: one line that says what to do.
public final class SurveyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SurveyException(String message) {
    super(message);
  }
}
