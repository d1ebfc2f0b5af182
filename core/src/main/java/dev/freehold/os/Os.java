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

  /// Reserves addresses without memory behind them. They must be committed before use.
  ///
  /// @param bytes a multiple of the page size
  /// @param alignment of the start, a power of two
  /// @return the first address
  long reserve(long bytes, long alignment);

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

  /// Ends a reservation made by [#reserve].
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

  /// The operating system chosen at start: [Linux] on Linux, [Portable] elsewhere or where the
  /// system property `freehold.os` says `portable`.
  ///
  /// @return always the same
  static Os current() {
    return Chosen.OS;
  }
}
