package dev.freehold;

import dev.freehold.alloc.InvalidFreeException;

/// Signals that an address given to a heap is not the start of one of its live blocks, where the
/// heap records none. The heap is unchanged.
final class StrayAddressException extends InvalidFreeException {
  private static final long serialVersionUID = 1;

  private final transient Report report;

  StrayAddressException(Report report, InvalidFreeException refused) {
    super(report.message(), refused);
    this.report = report;
  }

  /// What is known.
  Report report() {
    return report;
  }
}
