package dev.freehold;

/// Signals a size or an alignment that no block can have. Nothing was taken.
final class SizeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient Report report;

  SizeException(Report report) {
    super(report.message());
    this.report = report;
  }

  /// What is known.
  Report report() {
    return report;
  }
}
