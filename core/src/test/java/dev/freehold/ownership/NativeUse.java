package dev.freehold.ownership;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/// A native call that uses a segment while Java code runs: `qsort`, which calls back to compare.
final class NativeUse {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle QSORT =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("qsort"),
          FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
  private static final MethodHandle COMPARE;

  static {
    try {
      COMPARE =
          MethodHandles.lookup()
              .findVirtual(
                  NativeUse.class,
                  "compare",
                  MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Trial.Attempt meanwhile;
  private @Nullable Throwable failure;
  private boolean called;

  private NativeUse(Trial.Attempt meanwhile) {
    this.meanwhile = meanwhile;
  }

  /// Does something while a native call uses a segment of at least 16 bytes.
  static void during(MemorySegment used, Trial.Attempt meanwhile) throws Exception {
    NativeUse use = new NativeUse(meanwhile);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment comparison =
          LINKER.upcallStub(
              COMPARE.bindTo(use), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS), arena);
      QSORT.invokeExact(used, 2L, 8L, comparison);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    switch (use.failure) {
      case Error error -> throw error;
      case Exception exception -> throw exception;
      case null, default -> {}
    }
  }

  /// Of no effect on the order. Nothing may be thrown into the native call.
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // by its handle, for its type
  private int compare(MemorySegment a, MemorySegment b) {
    if (!called) {
      called = true;
      try {
        meanwhile.run();
      } catch (Exception | Error e) {
        failure = e;
      }
    }
    return 0;
  }
}
