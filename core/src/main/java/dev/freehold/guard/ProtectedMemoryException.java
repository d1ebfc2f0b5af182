package dev.freehold.guard;

/// Signals that memory cannot be had, or not with the protection that was asked for. Nothing has
/// changed.
public final class ProtectedMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProtectedMemoryException(String what, String refusal, String rule, String next) {
    super(
        """
        Freehold: %s
          refused %s
          rule    %s
          next    %s\
        """
            .formatted(what, refusal, rule, next));
  }
}
