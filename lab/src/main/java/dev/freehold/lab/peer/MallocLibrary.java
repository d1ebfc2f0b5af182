package dev.freehold.lab.peer;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/// A C library's allocator, bound.
///
/// @param malloc `(bytes) -> address`, 0 where refused
/// @param aligned `(alignment, bytes) -> address`, 0 where refused
/// @param free `(address)`
/// @param usableSize `(address) -> bytes` that the block can hold
/// @param release gives free memory back to the operating system
record MallocLibrary(
    MethodHandle malloc,
    MethodHandle aligned,
    MethodHandle free,
    MethodHandle usableSize,
    Runnable release) {

  private static final Linker LINKER = Linker.nativeLinker();

  static MallocLibrary glibc() {
    SymbolLookup symbols = LINKER.defaultLookup();
    if (symbols.find("malloc_trim").isEmpty()) {
      throw new PeerAbsentException("peer glibc: the C library of this system is another one");
    }
    return new MallocLibrary(
        call(symbols, "malloc", JAVA_LONG, JAVA_LONG),
        call(symbols, "aligned_alloc", JAVA_LONG, JAVA_LONG, JAVA_LONG),
        end(symbols, "free", JAVA_LONG),
        call(symbols, "malloc_usable_size", JAVA_LONG, JAVA_LONG),
        trimming());
  }

  /// What makes the C library give its free memory back; nothing where it cannot.
  static Runnable trimming() {
    SymbolLookup symbols = LINKER.defaultLookup();
    if (symbols.find("malloc_trim").isEmpty()) {
      return () -> {};
    }
    MethodHandle trim = call(symbols, "malloc_trim", JAVA_INT, JAVA_LONG);
    return () -> run(trim, 0L);
  }

  static MallocLibrary mimalloc() {
    SymbolLookup symbols = SharedLibrary.load("mimalloc", "libmimalloc.so.2", "libmimalloc2.0");
    MethodHandle collect = end(symbols, "mi_collect", JAVA_BOOLEAN);
    MethodHandle aligned = call(symbols, "mi_malloc_aligned", JAVA_LONG, JAVA_LONG, JAVA_LONG);
    return new MallocLibrary(
        call(symbols, "mi_malloc", JAVA_LONG, JAVA_LONG),
        MethodHandles.permuteArguments(aligned, aligned.type(), 1, 0), // it takes the size first
        end(symbols, "mi_free", JAVA_LONG),
        call(symbols, "mi_usable_size", JAVA_LONG, JAVA_LONG),
        () -> run(collect, true));
  }

  static MallocLibrary jemalloc() {
    SymbolLookup symbols = SharedLibrary.load("jemalloc", "libjemalloc.so.2", "libjemalloc2");
    MethodHandle control =
        call(symbols, "mallctl", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    long flush = text("thread.tcache.flush");
    long purge = text("arena.4096.purge"); // 4096 stands for all arenas
    return new MallocLibrary(
        call(symbols, "malloc", JAVA_LONG, JAVA_LONG),
        call(symbols, "aligned_alloc", JAVA_LONG, JAVA_LONG, JAVA_LONG),
        end(symbols, "free", JAVA_LONG),
        call(symbols, "malloc_usable_size", JAVA_LONG, JAVA_LONG),
        () -> {
          run(control, flush, 0L, 0L, 0L, 0L);
          run(control, purge, 0L, 0L, 0L, 0L);
        });
  }

  static MallocLibrary tcmalloc() {
    SymbolLookup symbols =
        SharedLibrary.load("tcmalloc", "libtcmalloc_minimal.so.4", "libtcmalloc-minimal4");
    MethodHandle flush =
        LINKER.downcallHandle(
            symbols.findOrThrow("MallocExtension_MarkThreadIdle"), FunctionDescriptor.ofVoid());
    MethodHandle release =
        LINKER.downcallHandle(
            symbols.findOrThrow("MallocExtension_ReleaseFreeMemory"), FunctionDescriptor.ofVoid());
    return new MallocLibrary(
        call(symbols, "tc_malloc", JAVA_LONG, JAVA_LONG),
        call(symbols, "tc_memalign", JAVA_LONG, JAVA_LONG, JAVA_LONG),
        end(symbols, "tc_free", JAVA_LONG),
        call(symbols, "tc_malloc_size", JAVA_LONG, JAVA_LONG),
        () -> {
          run(flush);
          run(release);
        });
  }

  private static MethodHandle call(
      SymbolLookup symbols, String name, MemoryLayout result, MemoryLayout... arguments) {
    MemorySegment symbol = symbols.findOrThrow(name);
    return LINKER.downcallHandle(symbol, FunctionDescriptor.of(result, arguments));
  }

  private static MethodHandle end(SymbolLookup symbols, String name, MemoryLayout argument) {
    MemorySegment symbol = symbols.findOrThrow(name);
    return LINKER.downcallHandle(symbol, FunctionDescriptor.ofVoid(argument));
  }

  private static long text(String value) {
    return Arena.global().allocateFrom(value).address();
  }

  private static void run(MethodHandle call, Object... arguments) {
    try {
      call.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
