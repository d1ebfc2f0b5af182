package dev.freehold.os;

/// An error number of the operating system, with its name and meaning.
///
/// @param number as the C library sets it
public record Errno(int number) {
  /// The operation is not permitted: a privilege, a seal or a sandbox stands against it.
  public static final Errno EPERM = new Errno(1);

  /// Not enough memory, address space or map entries.
  public static final Errno ENOMEM = new Errno(12);

  /// Something is there already.
  public static final Errno EEXIST = new Errno(17);

  /// An argument is out of range.
  public static final Errno EINVAL = new Errno(22);

  /// The kernel does not have the call.
  public static final Errno ENOSYS = new Errno(38);

  /// The name in the C library's header.
  ///
  /// @return for example `ENOMEM`, or `errno 200` for a number without a known name
  public String name() {
    return switch (number) {
      case 1 -> "EPERM";
      case 2 -> "ENOENT";
      case 4 -> "EINTR";
      case 5 -> "EIO";
      case 9 -> "EBADF";
      case 11 -> "EAGAIN";
      case 12 -> "ENOMEM";
      case 13 -> "EACCES";
      case 14 -> "EFAULT";
      case 16 -> "EBUSY";
      case 17 -> "EEXIST";
      case 19 -> "ENODEV";
      case 22 -> "EINVAL";
      case 23 -> "ENFILE";
      case 24 -> "EMFILE";
      case 27 -> "EFBIG";
      case 28 -> "ENOSPC";
      case 38 -> "ENOSYS";
      case 95 -> "EOPNOTSUPP";
      default -> "errno " + number;
    };
  }

  private String meaning() {
    return switch (number) {
      case 1 -> "operation not permitted";
      case 9 -> "bad file descriptor";
      case 11 -> "resource temporarily unavailable, for locked memory: over its limit";
      case 12 -> "out of memory, address space (ulimit -v) or map entries (vm.max_map_count)";
      case 13 -> "permission denied";
      case 14 -> "bad address";
      case 17 -> "already mapped";
      case 22 -> "invalid argument";
      case 23, 24 -> "too many open files";
      case 28 -> "no space left";
      case 38, 95 -> "not supported by this kernel";
      default -> "see errno(3)";
    };
  }

  @Override
  public String toString() {
    return name() + " (" + meaning() + ")";
  }
}
