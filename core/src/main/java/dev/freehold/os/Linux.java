package dev.freehold.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/// Linux: reservations are private mappings without access, which cost no memory.
///
/// ```text
/// reserve   mmap(PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE), trimmed to the alignment
/// commit    mprotect(PROT_READ | PROT_WRITE): counted by the kernel, zero pages on first touch
/// decommit  mmap(MAP_FIXED, PROT_NONE): pages and their accounting are dropped in one call
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
