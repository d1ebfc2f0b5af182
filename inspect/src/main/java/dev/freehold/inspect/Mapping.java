package dev.freehold.inspect;

/// A range of addresses that the kernel maps in one way: a row of `/proc/PID/smaps`.
///
/// @param from the first address
/// @param to the address after the last
/// @param permissions as the kernel writes them, for example `rw-p`
/// @param file what is mapped: a path, a name in brackets, or empty for anonymous memory
/// @param rssBytes resident
/// @param flags the kernel's two-letter flags, with a blank at each end of each
public record Mapping(
    long from, long to, String permissions, String file, long rssBytes, String flags) {
  private static final String NORESERVE = " nr ";

  /// The size of the range.
  ///
  /// @return bytes
  public long bytes() {
    return to - from;
  }

  /// Whether no file is behind it and no other process shares it.
  ///
  /// @return whether it is private memory without a name
  public boolean anonymous() {
    return file.isEmpty() && permissions.endsWith("p");
  }

  boolean readWrite() {
    return permissions.startsWith("rw-");
  }

  boolean executable() {
    return permissions.charAt(2) == 'x';
  }

  boolean inaccessible() {
    return permissions.startsWith("---");
  }

  /// Whether the kernel keeps no account of it: mapped with `MAP_NORESERVE`.
  boolean unaccounted() {
    return flags.contains(NORESERVE);
  }
}
