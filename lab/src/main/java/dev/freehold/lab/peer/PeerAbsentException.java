package dev.freehold.lab.peer;

/// Signals that a peer's library cannot be used on this machine; the message says how to get it.
public final class PeerAbsentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PeerAbsentException(String message) {
    super(message);
  }
}
