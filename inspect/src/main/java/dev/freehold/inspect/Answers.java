package dev.freehold.inspect;

import java.util.Optional;

/// A JVM that answers diagnostic commands, those that `jcmd PID help` lists.
@FunctionalInterface
interface Answers {
  /// Asks.
  ///
  /// @param command with its options
  /// @return the text; empty where the JVM does not know the command or does not answer
  Optional<String> to(String command);
}
