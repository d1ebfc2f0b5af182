package dev.freehold.os;

import java.util.OptionalLong;

/// What Freehold asks of an operating system: ranges of addresses, and the memory behind them.
///
/// Every method takes ranges that start and end at an OS page. All are safe for use by many
/// threads. A failure is an [OsException] that names the call and the error, and changes nothing.
public interface Os {
  /// What this is, for messages: `linux` or `portable`.
  ///
  /// @return a lower-case word
  String name();

  /// The size of an OS page.
  ///
  /// @return bytes, a power of two
  long pageBytes();

  /// The number of low bits in which two addresses of a process may differ: 47 on x86-64, 48 or
  /// fewer on aarch64.
  ///
  /// @return bits, 0 where the platform does not tell
  int addressBits();

  /// Reserves addresses without memory behind them. They must be committed before use.
  ///
  /// @param bytes a multiple of the page size
  /// @param alignment of the start, a power of two
  /// @return the first address
  long reserve(long bytes, long alignment);

  /// Reserves the addresses asked for, as [#reserve] does where the platform chooses.
  ///
  /// @param address the first address, not 0
  /// @param bytes a multiple of the page size
  /// @return whether they are reserved now; `false`, with nothing changed, where a part of them is
  ///   in use or out of bounds, or the platform cannot
  boolean reserveAt(long address, long bytes);

  /// Puts readable, writable, zeroed memory behind addresses; what is committed already keeps its
  /// contents.
  ///
  /// @param address the first address
  /// @param bytes how many
  void commit(long address, long bytes);

  /// Takes the memory behind addresses away; they stay reserved, and their contents are lost.
  ///
  /// @param address the first address
  /// @param bytes how many
  /// @return whether memory was given back; `false` where the platform cannot
  boolean decommit(long address, long bytes);

  /// Ends a reservation made by [#reserve] or [#reserveAt]. Where [#seal] was enforced on a part,
  /// each of the other parts is released by itself.
  ///
  /// @param address as returned
  /// @param bytes as given
  void release(long address, long bytes);

  /// Sets the access to committed memory.
  ///
  /// @param address the first address
  /// @param bytes how many
  /// @param access what is allowed from now on
  /// @return whether the access is enforced; `false` where the platform cannot
  boolean protect(long address, long bytes, Access access);

  /// Makes the access to committed memory final: from now on the kernel refuses to change it, to
  /// put something else there, or to take the memory away, for the life of the process.
  ///
  /// @param address the first address
  /// @param bytes how many
  /// @return whether it is enforced; `false`, with nothing changed, where the platform cannot
  ///   (Linux before 6.10, a sandbox)
  boolean seal(long address, long bytes);

  /// Turns addresses of a reservation into guard pages: a touch of one by Java code throws an
  /// [InternalError], and the process lives on. What was there is lost.
  ///
  /// The error may surface a little later than the touch: in a caller, where both were compiled
  /// into one. A read whose result is not used may be compiled away, and is no touch then. A touch
  /// by C code ends the process, and so do those few of the JVM's own that are listed in
  /// `docs/guide/protection.md#guard-pages`. [#decommit], [#release] and [#unguard] end the
  /// guarding.
  ///
  /// @param address the first address
  /// @param bytes how many
  /// @return whether they are guard pages now; `false`, with nothing changed, where the platform
  ///   cannot
  boolean guard(long address, long bytes);

  /// Puts readable, writable, zeroed memory in the place of guard pages, as [#commit] does in the
  /// place of reserved addresses. What was there is lost.
  ///
  /// @param address the first address
  /// @param bytes how many
  void unguard(long address, long bytes);

  /// Keeps committed memory in physical memory, so that it is never written to a swap device. Ends
  /// with the memory.
  ///
  /// @param address the first address
  /// @param bytes how many
  /// @return whether it is locked; `false` where the platform cannot
  /// @throws OsException if the limit stands against it: see [#lockLimit]
  boolean lock(long address, long bytes);

  /// Puts readable, writable, zeroed, locked memory behind addresses that the kernel itself does
  /// not map, so that no other process, and no read through the kernel by mistake, sees it. What
  /// was there is lost.
  ///
  /// @param address the first address
  /// @param bytes how many
  /// @return whether it is hidden; `false`, with nothing changed, where the platform cannot
  /// @throws OsException if the limit stands against it: see [#lockLimit]
  boolean hide(long address, long bytes);

  /// Says how memory will be used.
  ///
  /// @param address the first address
  /// @param bytes how many
  /// @param advice what to expect
  /// @return whether the platform takes the advice
  boolean advise(long address, long bytes, Advice advice);

  /// The bytes of a range that are in physical memory now.
  ///
  /// @param address the first address
  /// @param bytes how many
  /// @return exact bytes in whole pages, or empty where the platform does not tell
  OptionalLong residentBytes(long address, long bytes);

  /// How many ranges of different kinds or accesses a process may have. A guard page between memory
  /// makes two more.
  ///
  /// @return the kernel's limit, or empty where the platform does not tell
  OptionalLong mapLimit();

  /// How much memory a process may lock, unless it has the privilege to lock without limit.
  ///
  /// @return bytes, [Long#MAX_VALUE] for no limit, or empty where the platform does not tell
  OptionalLong lockLimit();

  /// The operating system chosen at start: [Linux] on Linux, [Portable] elsewhere or where the
  /// system property `freehold.os` says `portable`.
  ///
  /// @return always the same
  static Os current() {
    return Chosen.OS;
  }
}
