package dev.freehold;

/// Signals that a program broke a rule of memory, with all that is known of it. The heap stays
/// valid.
public final class MisuseException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final transient Report report;

  MisuseException(Report report) {
    super(report.message());
    this.report = report;
    Events.broken(report);
  }

  MisuseException(Report report, Throwable cause) {
    super(report.message(), cause);
    this.report = report;
    Events.broken(report);
  }

  /// What is known.
  ///
  /// @return the report whose words are the message
  public Report report() {
    return report;
  }
}
