package dev.freehold.guard;

import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One secret, such as a key or a password, in protected memory. Owned by the thread that took it.
///
/// Closing ends its segment, then wipes its memory, then frees it: in that order, so that nothing
/// reads or writes memory that is no secret any more.
///
/// What protects the memory does not protect a copy: a `String`, a `byte[]` or a register holds
/// what was put there until the collector or the processor overwrites it. Read a secret into the
/// segment (from a channel, for example) and use it from there.
///
/// Invariant: `segment` is over `[address, address + bytes)` and alive exactly as long as the
/// secret is held.
public final class Secret implements AutoCloseable {
  private final Secrets secrets;
  private final long address;
  private final long bytes;
  private final Arena scope;
  private final MemorySegment segment;

  @SuppressWarnings("MustBeClosedChecker") // closed by close
  Secret(Secrets secrets, long address, long bytes) {
    this.secrets = secrets;
    this.address = address;
    this.bytes = bytes;
    this.scope = Arena.ofConfined();
    this.segment = Memory.view(address, bytes, scope);
  }

  /// The memory of the secret, zero at first.
  ///
  /// @return a segment that ends when the secret is closed
  public MemorySegment segment() {
    return segment;
  }

  /// The size of the secret.
  ///
  /// @return bytes, as requested
  public long bytes() {
    return bytes;
  }

  /// Ends the segment, wipes the memory and frees it.
  ///
  /// @throws IllegalStateException if the secret is closed, or in use by a native call or a channel
  /// @throws WrongThreadException if another thread owns the secret
  @Override
  public void close() {
    try {
      scope.close();
    } catch (IllegalStateException e) {
      throw scope.scope().isAlive()
          ? new IllegalStateException(
              "%s is in use by a native call or a channel: close it when that has ended"
                  .formatted(this),
              e)
          : new IllegalStateException(
              "%s is closed already: its owner closes it once, and uses it no more".formatted(this),
              e);
    } catch (WrongThreadException e) {
      throw new WrongThreadException(
          "%s is owned by the thread that took it, not by %s: only its owner closes it"
              .formatted(this, Thread.currentThread()),
          e);
    }
    secrets.wipe(address, bytes);
  }

  /// Names the secret by size alone: neither contents nor address belong into a log.
  @Override
  public String toString() {
    return "secret of %d bytes".formatted(bytes);
  }
}
