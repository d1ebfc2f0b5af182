package dev.freehold.os;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How long tasks have waited for memory: the line `some` of the kernel's pressure stall
/// information.
///
/// ```text
/// version 2   proc/self/cgroup  0::/a/b   sys/fs/cgroup/a/b/memory.pressure, of this group alone
/// else        proc/pressure/memory, of the machine
///
/// some avg10=1.53 avg60=0.87 avg300=0.40 total=181345
/// ```
///
/// @param file where it was read, below the root
/// @param percent of the last ten seconds in which some task waited for memory
/// @param totalMicros microseconds since boot, or since the group was made
/// @see <a href="https://docs.kernel.org/accounting/psi.html">Pressure Stall Information</a>
public record MemoryStalls(String file, double percent, long totalMicros) {
  private static final String MACHINE = "proc/pressure/memory";
  private static final Pattern SOME =
      Pattern.compile("some avg10=(\\d{1,3}(?:\\.\\d+)?) .*\\btotal=(\\d{1,18})");

  /// Reads them.
  ///
  /// @param files of the system
  /// @return empty where the kernel does not say: before 4.20, built without, or booted with
  ///   `psi=0`
  public static Optional<MemoryStalls> of(SystemFiles files) {
    String group = Cgroup.path(files, "").orElse("/");
    List<String> names =
        group.equals("/")
            ? List.of(MACHINE)
            : List.of(Cgroup.ROOT + group + "/memory.pressure", MACHINE);
    return names.stream().flatMap(name -> read(files, name)).findFirst();
  }

  private static Stream<MemoryStalls> read(SystemFiles files, String name) {
    Matcher some = SOME.matcher(files.line(name).orElse(""));
    return some.matches()
        ? Stream.of(
            new MemoryStalls(
                name, Double.parseDouble(some.group(1)), Long.parseLong(some.group(2))))
        : Stream.empty();
  }
}
