package dev.freehold.guard;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.FirstFit;
import dev.freehold.alloc.Walkable;
import dev.freehold.guard.SecretsConfig.Fallback;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.Region;
import java.util.concurrent.locks.ReentrantLock;

/// Memory for secrets: kept in physical memory, out of core dumps and forked processes, and wiped.
///
/// ```java
/// try (Secrets secrets = Secrets.open(SecretsConfig.ofBytes(4096));
///     Secret key = secrets.allocate(32)) {
///   key.segment().copyFrom(MemorySegment.ofArray(random)); // from a channel, better
/// } // wiped, then freed
/// ```
///
/// All of the memory is protected once, at open, so that [#protection] holds for every secret. The
/// kernel's `memfd_secret` is taken where it has it, else `mlock`; see [Protection] and
/// `docs/guide/protection.md#secrets` for what that is good for.
///
/// A `Secrets` is safe for use by many threads; the secrets that it hands out are confined to the
/// thread that took them.
///
/// Invariants:
///
/// ```text
/// held = number of live blocks of the allocator
/// every byte that lies in no secret is zero
/// fallback = REFUSE implies protection.complete
/// memory is mapped = not closed or held > 0
/// ```
///
/// ## Concurrency
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `region`, `allocator` (the references), `protection` | plain | once, before publication | final |
/// | the state of `region` and `allocator` | plain | plain | `lock` |
/// | `held`, `closed` | plain | plain | `lock` |
public final class Secrets implements AutoCloseable {
  private static final long ALIGNMENT = 16;

  private final Region region;
  private final FirstFit allocator;
  private final Protection protection;
  private final ReentrantLock lock = new ReentrantLock();
  private long held;
  private boolean closed;

  private Secrets(Region region, Protection protection) {
    this.region = region;
    this.allocator = new FirstFit(region);
    this.protection = protection;
    // An allocator counts as its own what it has asked its region for: here all, from the start.
    allocator.free(allocator.allocate(region.bytes(), ALIGNMENT));
  }

  /// Opens memory for secrets on this machine's operating system.
  ///
  /// @param config how much, and what to do where it cannot be protected
  /// @return memory without secrets
  /// @throws OsException if the system has no addresses for it
  /// @throws ProtectedMemoryException if it has no memory for it, or does not protect it and the
  ///   configuration refuses that
  public static Secrets open(SecretsConfig config) {
    return open(config, Os.current());
  }

  /// Opens memory for secrets.
  ///
  /// @param config how much, and what to do where it cannot be protected
  /// @param os where the memory comes from
  /// @return memory without secrets
  /// @throws OsException if the system has no addresses for it
  /// @throws ProtectedMemoryException if it has no memory for it, or does not protect it and the
  ///   configuration refuses that
  public static Secrets open(SecretsConfig config, Os os) {
    Region region = CommittedRegion.reserve(config.bytes(), os);
    try {
      Protecting protecting = new Protecting(os, region.base(), region.bytes());
      Protection protection = protecting.protect();
      if (config.fallback() == Fallback.REFUSE && !protection.complete()) {
        throw protecting.refused(protection);
      }
      return new Secrets(region, protection);
    } catch (RuntimeException | Error e) {
      region.close();
      throw e;
    }
  }

  /// What is in force for every secret.
  ///
  /// @return always the same
  public Protection protection() {
    return protection;
  }

  /// Takes memory for a secret, zeroed and aligned to 16 bytes.
  ///
  /// @param bytes its size, at least 0
  /// @return a secret confined to this thread
  /// @throws IllegalArgumentException if `bytes` is negative
  /// @throws IllegalStateException if closed
  /// @throws ProtectedMemoryException if there is no room
  public Secret allocate(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is %d: must not be negative".formatted(bytes));
    }
    long address = take(bytes);
    try {
      return new Secret(this, address, bytes);
    } catch (OutOfMemoryError e) { // of the Java heap
      wipe(address, bytes);
      throw e;
    }
  }

  private long take(long bytes) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            """
            Freehold: use of memory for secrets that is closed
              rule    secrets are taken between open and close -> docs/guide/protection.md#secrets
              next    close it after the last use, or open another\
            """);
      }
      long address = bytes > region.bytes() ? Allocator.NULL : allocator.allocate(bytes, ALIGNMENT);
      if (address == Allocator.NULL) {
        throw new ProtectedMemoryException(
            "no room for a secret of %d bytes".formatted(bytes),
            "%d of %d bytes are taken by %d secrets"
                .formatted(allocator.statistics().allocatedBytes(), region.bytes(), held),
            "what is locked never exceeds the size at open -> docs/guide/protection.md#secrets",
            "close secrets that are no longer needed, or open with a larger SecretsConfig.ofBytes");
      }
      held++;
      return address;
    } finally {
      lock.unlock();
    }
  }

  /// Wipes and frees the memory of a secret whose segment has ended.
  void wipe(long address, long bytes) {
    Memory.fill(address, bytes, (byte) 0);
    lock.lock();
    try {
      allocator.free(address);
      held--;
      releaseWhereDone();
    } finally {
      lock.unlock();
    }
  }

  /// Checks every invariant, in time linear in the bytes.
  ///
  /// @throws IllegalStateException naming the first that does not hold, or if closed
  public void verify() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("memory for secrets that is closed cannot be verified");
      }
      allocator.verify();
      long blocks = allocator.statistics().blocks();
      if (held != blocks) {
        throw new IllegalStateException(
            "held = number of live blocks does not hold: %d and %d".formatted(held, blocks));
      }
      allocator.walk(
          new Walkable.Visitor() {
            @Override
            public void block(long address, long bytes, long requested) {
              ensureZero(address + requested, bytes - requested);
            }

            @Override
            public void hole(long address, long bytes) {
              ensureZero(address, bytes);
            }
          });
    } finally {
      lock.unlock();
    }
  }

  private static void ensureZero(long address, long bytes) {
    for (long at = address; at < address + bytes; at++) {
      if (Memory.getByte(at) != 0) {
        throw new IllegalStateException(
            "every byte that lies in no secret is zero does not hold at 0x%x".formatted(at));
      }
    }
  }

  /// Ends the taking of secrets, and gives the memory back as soon as no secret is held. Closing
  /// twice has no effect.
  ///
  /// @throws IllegalStateException if secrets are held; they stay usable, and the memory is given
  ///   back when the last of them is closed
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      releaseWhereDone();
      if (held > 0) {
        throw new IllegalStateException(
            """
            Freehold: memory for secrets closed while secrets are held
              held    %d secrets of %d bytes
              rule    a secret is closed, and so wiped, before its memory -> docs/guide/protection.md#secrets
              next    open secrets in try-with-resources; the memory stays mapped until the last is closed\
            """
                .formatted(held, allocator.statistics().requestedBytes()));
      }
    } finally {
      lock.unlock();
    }
  }

  private void releaseWhereDone() {
    if (closed && held == 0) {
      region.close();
    }
  }

  @Override
  public String toString() {
    return "memory for secrets, %s".formatted(protection);
  }
}
