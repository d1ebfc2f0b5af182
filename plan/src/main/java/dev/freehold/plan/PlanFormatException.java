package dev.freehold.plan;

/// Signals that a file is not a problem that can be planned. The message is one line: the file, the
/// line, what is wrong there, and what to write instead.
public final class PlanFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int line;

  PlanFormatException(String file, int line, String what) {
    super("%s:%d: %s".formatted(file, line, what));
    this.line = line;
  }

  /// The line that is wrong.
  ///
  /// @return counted from 1
  public int line() {
    return line;
  }
}
