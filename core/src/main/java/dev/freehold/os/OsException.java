package dev.freehold.os;

/// Signals that the operating system refused a call.
public final class OsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int number;

  /// Describes a refused call.
  ///
  /// @param call the call with its arguments, for example `mmap of 4096 bytes`
  /// @param errno why it was refused
  public OsException(String call, Errno errno) {
    super("%s failed: %s".formatted(call, errno));
    this.number = errno.number();
  }

  /// Why the call was refused.
  ///
  /// @return the error, named
  public Errno errno() {
    return new Errno(number);
  }
}
