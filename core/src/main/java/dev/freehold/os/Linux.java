package dev.freehold.os;

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
/// ```
///
/// Commitment is by protection so that a kernel without overcommit refuses at [#commit] with a
/// clear error, rather than killing the process at the first touch.
public final class Linux implements Os {
  private static final int PROT_NONE = 0;
  private static final int MAP_PRIVATE = 0x02;
  private static final int MAP_FIXED = 0x10;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int RESERVED = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  private static final int SC_PAGESIZE = 30;
  private static final int RLIMIT_MEMLOCK = 8;
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
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(MAP_LIMIT).strip()));
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
