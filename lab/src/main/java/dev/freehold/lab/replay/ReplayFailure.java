package dev.freehold.lab.replay;

/// Ends the replay on one candidate; its message becomes [ReplayResult#failure].
final class ReplayFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Whether a request was refused, rather than served wrongly.
  final boolean refused;

  private ReplayFailure(String message, boolean refused) {
    super(message, null, false, false);
    this.refused = refused;
  }

  static ReplayFailure wrong(String message) {
    return new ReplayFailure(message, false);
  }

  static ReplayFailure refused(String message) {
    return new ReplayFailure(message, true);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
