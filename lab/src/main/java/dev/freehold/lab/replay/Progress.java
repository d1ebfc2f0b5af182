package dev.freehold.lab.replay;

/// Told of the passes of a replay, between them and on the replay's thread, so that what it does
/// costs the timed passes nothing.
@FunctionalInterface
public interface Progress {
  /// A progress that tells no one.
  Progress NONE = (trace, allocator, pass) -> {};

  /// A pass is about to begin. A trace has [Replay#steps] passes.
  ///
  /// @param trace the trace's name
  /// @param allocator the candidate's name
  /// @param pass what kind, for example `verify` or `time 2/5`
  void next(String trace, String allocator, String pass);
}
