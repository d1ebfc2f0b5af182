package dev.freehold.guard;

/// How memory for secrets is opened.
///
/// @param bytes for all secrets at once, from 1 to 2^30, rounded up to whole OS pages; all of it is
///   locked at open, and never more
/// @param fallback what to do where the system does not protect it completely
public record SecretsConfig(long bytes, Fallback fallback) {
  /// What to do where the system cannot lock memory, or stops at the limit of locked memory
  /// (`ulimit -l`), or cannot keep memory out of core dumps and forked processes.
  public enum Fallback {
    /// Open nothing: [Secrets#open] throws.
    REFUSE,
    /// Open with what the system gives: [Secrets#protection] tells what that is.
    UNLOCKED
  }

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException if `bytes` is out of range
  public SecretsConfig {
    if (bytes <= 0 || bytes > 1 << 30) {
      throw new IllegalArgumentException(
          "bytes is %d: must be from 1 to 2^30 (1 GiB)".formatted(bytes));
    }
  }

  /// Memory that is completely protected, or refused.
  ///
  /// @param bytes for all secrets at once
  /// @return a configuration
  public static SecretsConfig ofBytes(long bytes) {
    return new SecretsConfig(bytes, Fallback.REFUSE);
  }

  /// The same with another answer to a system that does not protect.
  ///
  /// @param answer what to do
  /// @return a configuration
  public SecretsConfig withFallback(Fallback answer) {
    return new SecretsConfig(bytes, answer);
  }
}
