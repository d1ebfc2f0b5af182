package dev.freehold.os;

import java.util.OptionalInt;

/// The file in memory, of no bytes, that all guard pages of this process are mapped from.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `descriptor` | plain | plain, once: from -1 | the monitor of the class |
final class EmptyFile {
  private static final int MFD_CLOEXEC = 1;

  private static int descriptor = -1;

  private EmptyFile() {}

  /// Opens the file at its first use. It stays open for the life of the process.
  ///
  /// @return its descriptor, or empty where the kernel has no such files or lets us have none
  /// @throws OsException if there is no descriptor left, or no memory
  static synchronized OptionalInt descriptor() {
    if (descriptor < 0) {
      try {
        descriptor = LibC.memfdCreate("freehold-guard", MFD_CLOEXEC);
      } catch (OsException e) {
        if (Linux.isUnsupported(e)) {
          return OptionalInt.empty();
        }
        throw e;
      }
    }
    return OptionalInt.of(descriptor);
  }
}
