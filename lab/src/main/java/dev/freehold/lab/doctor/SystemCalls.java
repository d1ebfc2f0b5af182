package dev.freehold.lab.doctor;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.freehold.os.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// The running Linux, asked by system calls whose arguments make it say no more than whether it
/// knows them.
///
/// | call | arguments | known | not known |
/// |---|---|---|---|
/// | `userfaultfd` | user mode only, close on exec | a descriptor, closed at once | `ENOSYS`, `EPERM` |
/// | `io_uring_setup` | no parameters | `EFAULT` | `ENOSYS`, `EPERM` |
/// | `memfd_create` | close on exec | a descriptor, closed at once | `ENOSYS`, `EPERM` |
/// | `mseal` | an empty range | 0 | `ENOSYS`, `EPERM` |
public final class SystemCalls implements Kernel {
  private static final int EFAULT = 14;
  private static final int ENOSYS = 38;
  private static final long USER_MODE_ONLY_CLOSE_ON_EXEC = 1 | 0x80000;
  private static final long MFD_CLOEXEC = 1;
  private static final int IO_URING_SETUP = 425; // on every processor
  private static final int MSEAL = 462; // on every processor

  private final boolean intel = System.getProperty("os.arch", "").equals("amd64");

  /// Creates the kernel of this machine.
  public SystemCalls() {}

  @Override
  public String refusal(Service service) {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return "this is no Linux";
    }
    try (Arena arena = Arena.ofConfined()) {
      return switch (service) {
        case USERFAULTFD -> descriptor(arena, intel ? 323 : 282, USER_MODE_ONLY_CLOSE_ON_EXEC, 0);
        case IO_URING -> result(arena, IO_URING_SETUP, EFAULT, 1, 0, 0);
        case MEMFD_CREATE ->
            descriptor(
                arena, intel ? 319 : 279, arena.allocateFrom("freehold").address(), MFD_CLOEXEC);
        case MSEAL -> result(arena, MSEAL, 0, 0, 0, 0);
      };
    } catch (IllegalCallerException e) {
      return "native access is denied";
    } catch (Throwable e) {
      throw new IllegalStateException("the system call for " + service + " cannot be made", e);
    }
  }

  /// Makes a call that returns a descriptor, and closes it.
  private static String descriptor(Arena arena, long number, long first, long second)
      throws Throwable {
    StructLayout layout = Linker.Option.captureStateLayout();
    MemorySegment state = arena.allocate(layout);
    long fd = (long) systemCall().invokeExact(state, number, first, second, 0L);
    if (fd < 0) {
      return meaning(errno(layout, state));
    }
    MethodHandle close =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("close"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    int closed = (int) close.invokeExact((int) fd);
    return closed == 0 ? "" : "the descriptor cannot be closed";
  }

  private static String result(
      Arena arena, long number, int expected, long first, long second, long third)
      throws Throwable {
    StructLayout layout = Linker.Option.captureStateLayout();
    MemorySegment state = arena.allocate(layout);
    long value = (long) systemCall().invokeExact(state, number, first, second, third);
    int error = value < 0 ? errno(layout, state) : 0;
    return error == 0 || error == expected ? "" : meaning(error);
  }

  private static MethodHandle systemCall() {
    return Linker.nativeLinker()
        .downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));
  }

  private static int errno(StructLayout layout, MemorySegment state) {
    return (int) layout.varHandle(PathElement.groupElement("errno")).get(state, 0L);
  }

  private static String meaning(int error) {
    return error == ENOSYS ? "this kernel has no such call" : new Errno(error).toString();
  }
}
