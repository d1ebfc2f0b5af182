package dev.freehold.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The C library's calls, each with its error number captured and thrown by name.
final class LibC {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle MMAP =
      call("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle MUNMAP = call("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle MPROTECT =
      call("mprotect", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle MADVISE =
      call("madvise", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle MINCORE =
      call("mincore", JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS);
  private static final MethodHandle MEMFD_CREATE =
      call("memfd_create", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle FTRUNCATE = call("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle SYSCONF = call("sysconf", JAVA_LONG, JAVA_INT);

  private static final MethodHandle GETRLIMIT = call("getrlimit", JAVA_INT, JAVA_INT, ADDRESS);

  private static final MethodHandle MLOCK = call("mlock", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle MREMAP =
      variadic(4, "mremap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
  private static final MethodHandle SYSCALL =
      variadic(1, "syscall", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private LibC() {}

  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        symbol(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /// A call of a function whose parameters from one on are not declared.
  private static MethodHandle variadic(
      int firstUndeclared, String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        symbol(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(firstUndeclared));
  }

  private static MemorySegment symbol(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  /// An address of the C library's code.
  static long place() {
    return symbol("mmap").address();
  }

  static long mmap(long address, long bytes, int protection, int flags, int fd, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) MMAP.invokeExact(state, address, bytes, protection, flags, fd, offset);
      if (result == -1) {
        throw failed("mmap of " + bytes + " bytes", state);
      }
      return result;
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void munmap(long address, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((int) MUNMAP.invokeExact(state, address, bytes) != 0) {
        throw failed("munmap of " + range(address, bytes), state);
      }
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void mprotect(long address, long bytes, int protection) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((int) MPROTECT.invokeExact(state, address, bytes, protection) != 0) {
        throw failed("mprotect of " + range(address, bytes), state);
      }
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void madvise(long address, long bytes, int advice) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((int) MADVISE.invokeExact(state, address, bytes, advice) != 0) {
        throw failed("madvise(" + advice + ") of " + range(address, bytes), state);
      }
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /// Sets one byte per page of the range, its lowest bit telling whether the page is in memory.
  static void mincore(long address, long bytes, MemorySegment pages) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((int) MINCORE.invokeExact(state, address, bytes, pages) != 0) {
        throw failed("mincore of " + range(address, bytes), state);
      }
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static int memfdCreate(String name, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int fd = (int) MEMFD_CREATE.invokeExact(state, arena.allocateFrom(name), flags);
      if (fd < 0) {
        throw failed("memfd_create of " + name, state);
      }
      return fd;
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void ftruncate(int fd, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((int) FTRUNCATE.invokeExact(state, fd, bytes) != 0) {
        throw failed("ftruncate to " + bytes + " bytes", state);
      }
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((int) CLOSE.invokeExact(state, fd) != 0) {
        throw failed("close of file descriptor " + fd, state);
      }
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static long sysconf(int name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long value = (long) SYSCONF.invokeExact(state, name);
      if (value == -1) {
        throw failed("sysconf(" + name + ")", state);
      }
      return value;
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /// The limit in force of a resource; negative for none.
  static long getrlimit(int resource) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment limits = arena.allocate(JAVA_LONG, 2); // in force, and its bound
      if ((int) GETRLIMIT.invokeExact(state, resource, limits) != 0) {
        throw failed("getrlimit(" + resource + ")", state);
      }
      return limits.get(JAVA_LONG, 0);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  static void mlock(long address, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((int) MLOCK.invokeExact(state, address, bytes) != 0) {
        throw failed("mlock of " + range(address, bytes), state);
      }
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /// Moves a mapping to other addresses, in the place of what is there.
  static void mremap(long from, long bytes, long to) {
    int mayMoveFixed = 3;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((long) MREMAP.invokeExact(state, from, bytes, bytes, mayMoveFixed, to) == -1) {
        throw failed("mremap of %s to 0x%x".formatted(range(from, bytes), to), state);
      }
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /// A call that the C library has no function for, with the third parameter zero.
  static long syscall(String name, long number, long first, long second) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) SYSCALL.invokeExact(state, number, first, second, 0L);
      if (result == -1) {
        throw failed("%s(0x%x, 0x%x)".formatted(name, first, second), state);
      }
      return result;
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  private static String range(long address, long bytes) {
    return "%d bytes at 0x%x".formatted(bytes, address);
  }

  private static OsException failed(String call, MemorySegment state) {
    return new OsException(call, new Errno((int) ERRNO.get(state, 0L)));
  }

  private static RuntimeException rethrow(Throwable e) {
    if (e instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(e);
  }
}
