package dev.freehold.os;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Linux: reservations are private mappings without access, which cost no memory.
///
/// ```text
/// reserve   mmap(PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE), trimmed to the alignment
/// commit    mprotect(PROT_READ | PROT_WRITE): counted by the kernel, zero pages on first touch
/// decommit  mmap(MAP_FIXED, PROT_NONE): pages and their accounting are dropped in one call
/// guard     mmap(MAP_FIXED, PROT_READ | PROT_WRITE) of an empty file in memory: a touch lies
///           beyond the end of the file, which is SIGBUS, and the JVM makes an error of that
/// unguard   mmap(MAP_FIXED, PROT_READ | PROT_WRITE) without a file
/// seal      mseal, from Linux 6.10 on
/// hide      mmap of a memfd_secret, from Linux 5.14 on, moved into place by mremap
/// ```
///
/// Commitment is by protection so that a kernel without overcommit refuses at [#commit] with a
/// clear error, rather than killing the process at the first touch.
public final class Linux implements Os {
  private static final int PROT_NONE = 0;
  private static final int MAP_SHARED = 0x01;
  private static final int MAP_PRIVATE = 0x02;
  private static final int MAP_FIXED = 0x10;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int MAP_FIXED_NOREPLACE = 0x10_0000;
  private static final int RESERVED = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  private static final int SC_PAGESIZE = 30;
  private static final int RLIMIT_MEMLOCK = 8;
  private static final int O_CLOEXEC = 0x8_0000;

  // These numbers are the same on every processor.
  private static final int SYS_MEMFD_SECRET = 447;
  private static final int SYS_MSEAL = 462;

  /// The kernel puts libraries at the upper end of the address space, or, for a process without a
  /// limit of its stack, at a third of it: there the bits are one or two fewer than there are.
  private static final int ADDRESS_BITS = Long.SIZE - Long.numberOfLeadingZeros(LibC.place());

  private static final Path MAP_LIMIT = Path.of("/proc/sys/vm/max_map_count");

  /// The most pages asked about in one call of `mincore`.
  private static final int RESIDENCY_BATCH = 64 << 10; // 64 Ki pages, 64 KiB of answers

  private final long pageBytes = LibC.sysconf(SC_PAGESIZE);

  /// Creates the Linux of this process.
  public Linux() {}

  @Override
  public String name() {
    return "linux";
  }

  @Override
  public long pageBytes() {
    return pageBytes;
  }

  @Override
  public int addressBits() {
    return ADDRESS_BITS;
  }

  @Override
  public boolean reserveAt(long address, long bytes) {
    long start;
    try {
      start = LibC.mmap(address, bytes, PROT_NONE, RESERVED | MAP_FIXED_NOREPLACE, -1, 0);
    } catch (OsException e) {
      if (e.errno().equals(Errno.EEXIST)
          || e.errno().equals(Errno.ENOMEM) // beyond the end of the address space
          || e.errno().equals(Errno.EPERM)) { // below the lowest address allowed
        return false;
      }
      throw e;
    }
    if (start != address) { // a kernel before 4.17 takes the address for a hint
      LibC.munmap(start, bytes);
      return false;
    }
    return true;
  }

  @Override
  public long reserve(long bytes, long alignment) {
    long slack = Math.max(0, alignment - pageBytes);
    long start = LibC.mmap(0, Math.addExact(bytes, slack), PROT_NONE, RESERVED, -1, 0);
    long aligned = (start + slack) & -Math.max(alignment, pageBytes);
    if (aligned > start) {
      LibC.munmap(start, aligned - start);
    }
    long after = start + slack - aligned;
    if (after > 0) {
      LibC.munmap(aligned + bytes, after);
    }
    return aligned;
  }

  @Override
  public void commit(long address, long bytes) {
    LibC.mprotect(address, bytes, Access.READ_WRITE.protection);
  }

  @Override
  public boolean decommit(long address, long bytes) {
    LibC.mmap(address, bytes, PROT_NONE, RESERVED | MAP_FIXED, -1, 0);
    return true;
  }

  @Override
  public void release(long address, long bytes) {
    LibC.munmap(address, bytes);
  }

  @Override
  public boolean protect(long address, long bytes, Access access) {
    LibC.mprotect(address, bytes, access.protection);
    return true;
  }

  @Override
  public boolean seal(long address, long bytes) {
    return supported(() -> LibC.syscall("mseal", SYS_MSEAL, address, bytes));
  }

  @Override
  public boolean lock(long address, long bytes) {
    LibC.mlock(address, bytes);
    return true;
  }

  /// The memory is made at addresses of the kernel's choice and moved to those asked for, so that a
  /// refusal leaves what is there untouched.
  @Override
  public boolean hide(long address, long bytes) {
    int fd;
    try {
      fd = (int) LibC.syscall("memfd_secret", SYS_MEMFD_SECRET, O_CLOEXEC, 0);
    } catch (OsException e) {
      if (isUnsupported(e)) {
        return false;
      }
      throw e;
    }
    try {
      LibC.ftruncate(fd, bytes);
      long made = LibC.mmap(0, bytes, Access.READ_WRITE.protection, MAP_SHARED, fd, 0);
      try {
        LibC.mremap(made, bytes, address);
      } catch (OsException e) {
        LibC.munmap(made, bytes);
        throw e;
      }
      return true;
    } finally {
      LibC.close(fd); // the memory lives as long as it is mapped
    }
  }

  private static boolean supported(Runnable call) {
    try {
      call.run();
      return true;
    } catch (OsException e) {
      if (isUnsupported(e)) {
        return false;
      }
      throw e;
    }
  }

  /// Whether the kernel does not have the call, or a sandbox has taken it away.
  static boolean isUnsupported(OsException e) {
    return e.errno().equals(Errno.ENOSYS) || e.errno().equals(Errno.EPERM);
  }

  @Override
  public boolean guard(long address, long bytes) {
    OptionalInt file = EmptyFile.descriptor();
    if (file.isEmpty()) {
      return false;
    }
    // The offset follows the address, so that the kernel keeps neighbouring guards as one entry.
    LibC.mmap(
        address,
        bytes,
        Access.READ_WRITE.protection,
        MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE,
        file.getAsInt(),
        address);
    return true;
  }

  @Override
  public void unguard(long address, long bytes) {
    LibC.mmap(address, bytes, Access.READ_WRITE.protection, RESERVED | MAP_FIXED, -1, 0);
  }

  @Override
  public boolean advise(long address, long bytes, Advice advice) {
    try {
      LibC.madvise(address, bytes, advice.code);
      return true;
    } catch (OsException e) {
      if (e.errno().equals(Errno.EINVAL)) {
        return false; // a kernel built without the feature
      }
      throw e;
    }
  }

  @Override
  public OptionalLong residentBytes(long address, long bytes) {
    long resident = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pages = arena.allocate(RESIDENCY_BATCH);
      for (long at = 0; at < bytes; at += RESIDENCY_BATCH * pageBytes) {
        long length = Math.min(bytes - at, RESIDENCY_BATCH * pageBytes);
        LibC.mincore(address + at, length, pages);
        for (long page = 0; page < length / pageBytes; page++) {
          resident += pages.get(java.lang.foreign.ValueLayout.JAVA_BYTE, page) & 1;
        }
      }
    }
    return OptionalLong.of(resident * pageBytes);
  }

  @Override
  public OptionalLong mapLimit() {
    // By a reader with a buffer: the kernel gives a number in one read or not at all, and
    // Files.readString begins with one byte where the size of the file is 0.
    try (BufferedReader reader = Files.newBufferedReader(MAP_LIMIT)) {
      return OptionalLong.of(Long.parseLong(String.valueOf(reader.readLine()).strip()));
    } catch (IOException | SecurityException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public OptionalLong lockLimit() {
    long limit = LibC.getrlimit(RLIMIT_MEMLOCK);
    return OptionalLong.of(limit < 0 ? Long.MAX_VALUE : limit);
  }

  /// An anonymous file in memory, for mappings that several ranges or processes share. The size is
  /// zero until grown, and a touch beyond the size is an `InternalError`, not the end of the
  /// process.
  ///
  /// @param name shown in the process's maps
  /// @param bytes the size of the file
  /// @return its file descriptor, closed on exec
  public int memoryFile(String name, long bytes) {
    int fd = LibC.memfdCreate(name, 1); // MFD_CLOEXEC
    try {
      LibC.ftruncate(fd, bytes);
      return fd;
    } catch (OsException e) {
      LibC.close(fd);
      throw e;
    }
  }

  /// Closes a descriptor of [#memoryFile].
  ///
  /// @param fd the descriptor
  public void close(int fd) {
    LibC.close(fd);
  }
}
