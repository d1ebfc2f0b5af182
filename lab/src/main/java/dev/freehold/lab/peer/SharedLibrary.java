package dev.freehold.lab.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// Loads a shared library by the name that the system's loader knows.
final class SharedLibrary {
  private static final int LAZY = 1;
  private static final String STATIC_TLS = "static TLS";

  private SharedLibrary() {}

  /// @param peer what it is for, for messages
  /// @param file the name to load, for example `libjemalloc.so.2`
  /// @param debianPackage what to install where it is missing
  static SymbolLookup load(String peer, String file, String debianPackage) {
    try {
      return SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new PeerAbsentException("peer " + peer + ": " + explain(file, debianPackage));
    }
  }

  private static String explain(String file, String debianPackage) {
    String reason = reason(file);
    if (reason.contains(STATIC_TLS)) {
      return file
          + " needs a larger static TLS block: run ./freehold, or set "
          + "GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384";
    }
    return reason.contains("No such file") || reason.isEmpty()
        ? "%s not found (Debian: apt install %s)".formatted(file, debianPackage)
        : "%s cannot be loaded: %s".formatted(file, reason);
  }

  /// The loader's own words, which the JDK does not pass on; empty where it has none.
  private static String reason(String file) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup symbols = linker.defaultLookup();
    if (symbols.find("dlopen").isEmpty() || symbols.find("dlerror").isEmpty()) {
      return "";
    }
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle open =
          linker.downcallHandle(
              symbols.findOrThrow("dlopen"), FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
      MethodHandle error =
          linker.downcallHandle(symbols.findOrThrow("dlerror"), FunctionDescriptor.of(ADDRESS));
      MemorySegment opened = (MemorySegment) open.invokeExact(arena.allocateFrom(file), LAZY);
      MemorySegment message = (MemorySegment) error.invokeExact();
      return opened.address() != 0 || message.address() == 0
          ? ""
          : message.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      return "";
    }
  }
}
