package dev.freehold.guard;

import dev.freehold.os.Advice;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/// Protects committed memory as well as the system lets it, and remembers what it refused.
///
/// ```text
/// hide    taken  -> locked, hidden, not dumped; left out of forks
///         refused -> lock; left out of dumps; zero in forks
/// ```
final class Protecting {
  private final Os os;
  private final long address;
  private final long bytes;
  private String refusal = "";

  Protecting(Os os, long address, long bytes) {
    this.os = os;
    this.address = address;
    this.bytes = bytes;
  }

  Protection protect() {
    boolean hidden = taken(() -> os.hide(address, bytes));
    boolean locked = hidden || taken(() -> os.lock(address, bytes));
    boolean undumped = hidden || taken(() -> os.advise(address, bytes, Advice.NO_DUMP));
    // What is hidden is a shared mapping, which the kernel does not wipe.
    Advice unforked = hidden ? Advice.NO_FORK : Advice.WIPE_ON_FORK;
    boolean wiped = taken(() -> os.advise(address, bytes, unforked));
    Memory.fill(address, bytes, (byte) 0); // where memory is short, it is short here and not later
    return new Protection(locked, hidden, !undumped, !wiped);
  }

  private boolean taken(BooleanSupplier call) {
    try {
      return call.getAsBoolean();
    } catch (OsException e) {
      refusal = String.valueOf(e.getMessage());
      return false;
    }
  }

  ProtectedMemoryException refused(Protection protection) {
    OptionalLong limit = os.lockLimit();
    return new ProtectedMemoryException(
        "%d bytes for secrets cannot be protected".formatted(bytes),
        "%s%s; the limit of locked memory is %s"
            .formatted(
                protection,
                refusal.isEmpty() ? ", this platform has no more" : ": " + refusal,
                limit.isEmpty()
                    ? "unknown"
                    : limit.getAsLong() == Long.MAX_VALUE ? "none" : limit.getAsLong() + " bytes"),
        "secrets are locked, or refused -> docs/guide/protection.md#secrets",
        "ask for less, raise the limit (ulimit -l, LimitMEMLOCK of systemd, --ulimit memlock of"
            + " a container), or allow SecretsConfig.Fallback.UNLOCKED");
  }
}
