package dev.freehold;

import dev.freehold.os.Cgroup;
import dev.freehold.os.SystemFiles;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How much memory this process may use outside the Java heap, and why.
///
/// ```text
/// ceiling = min(limit of the control group, physical memory)
/// bytes   = ceiling - javaHeap - reserve
/// reserve = ceiling / 8, at least 64 MiB, at most 1 GiB: code cache, metaspace, stacks, the collector
/// ```
///
/// | system property | sets |
/// |---|---|
/// | `freehold.budget` | `bytes`, whatever the machine has: `2g`, or `max` for no limit |
/// | `freehold.budget.reserve` | `reserve` |
///
/// Where neither the group nor the machine says how much memory there is, there is no limit.
///
/// @param bytes the limit, [Limit#NONE] for none
/// @param ceilingBytes that the Java heap and all else must share, [Limit#NONE] where unknown
/// @param javaHeapBytes the largest size of the Java heap
/// @param reserveBytes left to the JVM beside the Java heap
public record ProcessLimit(long bytes, long ceilingBytes, long javaHeapBytes, long reserveBytes) {
  private static final String PROPERTY = "freehold.budget";
  private static final String RESERVE = "freehold.budget.reserve";
  private static final long LEAST_RESERVE = 64L << 20;
  private static final long MOST_RESERVE = 1L << 30;
  private static final long RESERVED_PART = 8;

  /// That of this process now.
  ///
  /// @return the limit and its parts
  /// @throws IllegalStateException if nothing is left beside the Java heap
  /// @throws IllegalArgumentException if a system property is no size
  public static ProcessLimit ofThisProcess() {
    return of(SystemFiles.ofThisMachine(), Runtime.getRuntime().maxMemory(), System::getProperty);
  }

  /// That of a machine.
  ///
  /// @param files of its system
  /// @param javaHeapBytes the largest size of the Java heap
  /// @param properties the system properties, null where not set
  static ProcessLimit of(
      SystemFiles files, long javaHeapBytes, Function<String, @Nullable String> properties) {
    long ceiling =
        Math.min(
            or(Cgroup.of(files).limitBytes()), or(files.labelled("proc/meminfo", "MemTotal:")));
    String reserveWritten = properties.apply(RESERVE);
    long reserve =
        reserveWritten == null
            ? Math.clamp(ceiling / RESERVED_PART, LEAST_RESERVE, MOST_RESERVE)
            : parse(RESERVE, reserveWritten);
    String written = properties.apply(PROPERTY);
    if (written != null) {
      return new ProcessLimit(parse(PROPERTY, written), ceiling, javaHeapBytes, reserve);
    }
    if (ceiling == Limit.NONE) {
      return new ProcessLimit(Limit.NONE, ceiling, javaHeapBytes, reserve);
    }
    if (javaHeapBytes >= ceiling || reserve >= ceiling - javaHeapBytes) {
      throw new IllegalStateException(
          "no memory is left outside the Java heap: of %d bytes, the Java heap may take %d and the JVM needs %d; use a smaller -Xmx, or set -D%s"
              .formatted(ceiling, javaHeapBytes, reserve, PROPERTY));
    }
    return new ProcessLimit(ceiling - javaHeapBytes - reserve, ceiling, javaHeapBytes, reserve);
  }

  private static long or(OptionalLong bytes) {
    return bytes.orElse(Limit.NONE);
  }

  private static long parse(String property, String written) {
    try {
      return Limit.parse(written);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("-D%s: %s".formatted(property, e.getMessage()), e);
    }
  }
}
