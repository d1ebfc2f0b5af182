package dev.freehold.lab.bugs;

/// How the run of a bug in a process of its own ended.
///
/// @param state in which way
/// @param text what the process printed
public record Outcome(State state, String text) {
  /// The ways.
  public enum State {
    /// With a report.
    REPORTED,
    /// Without a word.
    SILENT,
    /// By a signal, or in another way that no program chooses.
    CRASHED
  }
}
