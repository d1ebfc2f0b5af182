package dev.freehold.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// The floor: what the JDK alone can do on any platform.
///
/// A small reservation is an arena's memory, committed at once. A large one is a mapped sparse
/// temporary file, whose pages appear when touched. Nothing is given back before [#release],
/// nothing is protected or guarded, and how much is resident is unknown; [#decommit], [#protect],
/// [#guard] and [#advise] say so by `false`.
public final class Portable implements Os {
  /// The largest reservation that is allocated at once.
  static final long ALLOCATED_AT_ONCE = 64 << 20; // 64 MiB

  private static final long PAGE = 4 << 10; // 4 KiB

  private final Map<Long, Arena> reservations = new ConcurrentHashMap<>();

  /// Creates a floor with no reservations.
  public Portable() {}

  @Override
  public String name() {
    return "portable";
  }

  @Override
  public long pageBytes() {
    return PAGE;
  }

  @Override
  public int addressBits() {
    return 0;
  }

  @Override
  public boolean reserveAt(long address, long bytes) {
    return false;
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // closed by release
  public long reserve(long bytes, long alignment) {
    Arena arena = Arena.ofShared();
    try {
      long slack = Math.max(alignment, PAGE);
      MemorySegment segment =
          bytes <= ALLOCATED_AT_ONCE
              ? arena.allocate(bytes, slack)
              : sparse(Math.addExact(bytes, slack), arena);
      long start = (segment.address() + slack - 1) & -slack;
      reservations.put(start, arena);
      return start;
    } catch (IOException | OutOfMemoryError e) {
      arena.close();
      throw new OsException(
          "reservation of %d bytes (%s)".formatted(bytes, e.getMessage()), Errno.ENOMEM);
    }
  }

  private static MemorySegment sparse(long bytes, Arena arena) throws IOException {
    Path file = Files.createTempFile("freehold-", ".region");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, bytes, arena);
    } finally {
      try {
        Files.delete(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit(); // a platform that keeps mapped files until they are unmapped
      }
    }
  }

  @Override
  public void commit(long address, long bytes) {}

  @Override
  public boolean decommit(long address, long bytes) {
    return false;
  }

  @Override
  public void release(long address, long bytes) {
    Arena arena = reservations.remove(address);
    if (arena == null) {
      throw new OsException("release of 0x%x".formatted(address), Errno.EINVAL);
    }
    arena.close();
  }

  @Override
  public boolean protect(long address, long bytes, Access access) {
    return access == Access.READ_WRITE;
  }

  @Override
  public boolean seal(long address, long bytes) {
    return false;
  }

  @Override
  public boolean lock(long address, long bytes) {
    return false;
  }

  @Override
  public boolean hide(long address, long bytes) {
    return false;
  }

  @Override
  public boolean guard(long address, long bytes) {
    return false;
  }

  @Override
  public void unguard(long address, long bytes) {
    Memory.fill(address, bytes, (byte) 0);
  }

  @Override
  public boolean advise(long address, long bytes, Advice advice) {
    return false;
  }

  @Override
  public OptionalLong residentBytes(long address, long bytes) {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong mapLimit() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong lockLimit() {
    return OptionalLong.empty();
  }
}
