package dev.freehold.guard;

import dev.freehold.os.Access;
import dev.freehold.os.MachineCode;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Machine code that a program writes, seals, and then runs: writable first and executable after,
/// never both.
///
/// ```java
/// try (CodeRegion code = CodeRegion.open(4096)) {
///   long add = code.append(addition); // machine code of this processor
///   code.seal();
///   MethodHandle sum =
///       code.function(add, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
///   int five = (int) sum.invokeExact(2, 3);
/// }
/// ```
///
/// ```text
///            seal                    close
///   WRITTEN -------> SEALED ------------------> CLOSED (handles throw)
///   append           function, calls
///
/// executable = sealed; writable = not executable
/// every function starts below the end of what was appended
/// ```
///
/// There is no way back from sealed to written: a kernel of aarch64 makes the instruction cache
/// agree with what was written when a page becomes executable for the first time, and only then.
///
/// The code lies at random addresses where the system has them ([Placement#RANDOM]). Where the
/// kernel has seals (Linux 6.10), sealed code can be changed by nothing in the process any more,
/// and stays mapped for its life.
///
/// ## Concurrency
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `region`, `scope`, `code` (the references) | plain | once, before publication | final |
/// | the contents of `region` | by the processor | plain, before sealed | the monitor of this |
/// | `end`, `sealed`, `enforced` | plain | plain | the monitor of this |
///
/// A handle may be called by many threads; it takes no lock.
public final class CodeRegion implements AutoCloseable {
  /// The alignment of each piece of code.
  public static final long ALIGNMENT = 16;

  private final Region region;
  private final Arena scope;
  private final MemorySegment code;
  private long end;
  private boolean sealed;
  private boolean enforced;

  private CodeRegion(Region region) {
    this.region = region;
    this.scope = newScope();
    this.code = Memory.view(region.base(), region.bytes(), scope);
  }

  @SuppressWarnings("MustBeClosedChecker") // closed by close
  private static Arena newScope() {
    return Arena.ofShared();
  }

  /// Opens an empty code region on this machine's operating system.
  ///
  /// @param bytes of code at most, rounded up to whole OS pages
  /// @return a region to append to
  /// @throws IllegalArgumentException if `bytes` is not positive, or more than 2^30
  /// @throws OsException if the system has no addresses for it
  /// @throws ProtectedMemoryException if it has no memory for it
  public static CodeRegion open(long bytes) {
    return open(bytes, Os.current());
  }

  /// Opens an empty code region.
  ///
  /// @param bytes of code at most, rounded up to whole OS pages
  /// @param os where its memory comes from
  /// @return a region to append to
  /// @throws IllegalArgumentException if `bytes` is not positive, or more than 2^30
  /// @throws OsException if the system has no addresses for it
  /// @throws ProtectedMemoryException if it has no memory for it
  public static CodeRegion open(long bytes, Os os) {
    Region region = CommittedRegion.reserve(bytes, os);
    try {
      return new CodeRegion(region);
    } catch (RuntimeException | Error e) {
      region.close();
      throw e;
    }
  }

  /// Adds a piece of code after those added before.
  ///
  /// @param piece machine code of this processor that runs at any address
  /// @return the offset of its first instruction, a multiple of [#ALIGNMENT]
  /// @throws IllegalStateException if the region is sealed or closed
  /// @throws IllegalArgumentException if there is no room for it; nothing is added
  public synchronized long append(byte... piece) {
    if (sealed || !scope.scope().isAlive()) {
      throw new IllegalStateException(
          message(
              "write to machine code that is " + state(),
              "code is written first and run after, never both -> docs/guide/protection.md#machine-code",
              "append everything before seal, or open another CodeRegion for the new code"));
    }
    long start = (end + ALIGNMENT - 1) & -ALIGNMENT;
    if (piece.length > region.bytes() - start) {
      throw new IllegalArgumentException(
          message(
              "no room for %d bytes of machine code".formatted(piece.length),
              "a code region has the size it was opened with -> docs/guide/protection.md#machine-code",
              "open it with %d bytes or more".formatted(start + piece.length)));
    }
    MemorySegment.copy(MemorySegment.ofArray(piece), 0, code, start, piece.length);
    end = start + piece.length;
    return start;
  }

  /// Ends the writing: from now on the code can be executed and read, and not written.
  ///
  /// Sealing twice has no effect. Where the system refuses, the code is as it was: writable, and
  /// not executable.
  ///
  /// @return whether the kernel also holds it so, against everything in this process
  /// @throws IllegalStateException if the region is closed
  /// @throws OsException if the system does not allow code that was written by the program
  ///   (SELinux, `MemoryDenyWriteExecute` of systemd)
  /// @throws UnsupportedOperationException if the platform cannot protect memory
  public synchronized boolean seal() {
    ensureOpen();
    if (!sealed) {
      if (!region.protect(0, region.bytes(), Access.READ_EXECUTE)) {
        throw new UnsupportedOperationException(
            message(
                "machine code cannot be made executable",
                "without protection there is no code region -> docs/guide/protection.md#machine-code",
                "run on Linux, without -Dfreehold.os=portable"));
      }
      sealed = true;
      enforced = held();
    }
    return enforced;
  }

  /// Whether the kernel takes the seal. Without it the code is protected as any other.
  private boolean held() {
    try {
      return region.seal(0, region.bytes());
    } catch (OsException e) {
      return false; // no memory to split the kernel's entry with
    }
  }

  /// A function of the sealed code. Calls through it cost what any call through the linker does.
  ///
  /// @param offset of its first instruction, as [#append] returned it, or inside such a piece
  /// @param type what it takes and returns, by the calling convention of C
  /// @return a handle, valid until [#close]; it throws an [IllegalStateException] afterwards
  /// @throws IllegalStateException if the region is not sealed yet, or closed
  /// @throws IndexOutOfBoundsException if no code starts there
  public synchronized MethodHandle function(long offset, FunctionDescriptor type) {
    ensureOpen();
    if (!sealed) {
      throw new IllegalStateException(
          message(
              "call of machine code that can still be written",
              "code is written first and run after, never both -> docs/guide/protection.md#machine-code",
              "call seal() when all code is appended"));
    }
    if (offset < 0 || offset >= end) {
      throw new IndexOutOfBoundsException(
          message(
              "no machine code at offset " + offset,
              "a function starts where append has put one -> docs/guide/protection.md#machine-code",
              "pass the offset that append returned"));
    }
    return MachineCode.function(code.asSlice(offset, end - offset), type);
  }

  /// Ends every handle, and frees the code where the kernel does not hold it for the life of the
  /// process. Closing twice has no effect.
  ///
  /// @throws IllegalStateException if a function is running; nothing has changed
  @Override
  public synchronized void close() {
    if (!scope.scope().isAlive()) {
      return;
    }
    try {
      scope.close();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          message(
              "close of machine code that is running",
              "code is closed when its last call has ended -> docs/guide/protection.md#machine-code",
              "wait for the callers, then close"),
          e);
    }
    region.close();
  }

  private void ensureOpen() {
    if (!scope.scope().isAlive()) {
      throw new IllegalStateException(
          message(
              "use of machine code that is closed",
              "a code region is used between open and close -> docs/guide/protection.md#machine-code",
              "close it after the last use, or open another"));
    }
  }

  private String state() {
    if (!scope.scope().isAlive()) {
      return "closed";
    }
    return sealed ? "sealed" : "writable";
  }

  private String message(String what, String rule, String next) {
    return """
    Freehold: %s
      code    %s
      rule    %s
      next    %s\
    """
        .formatted(what, this, rule, next);
  }

  @Override
  public synchronized String toString() {
    return "code region of %d bytes at 0x%x, %d written, %s"
        .formatted(region.bytes(), region.base(), end, state());
  }
}
