package dev.freehold.os;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long tasks have waited for memory: the kernel's pressure stall information.
///
/// ```text
/// version 2   proc/PID/cgroup  0::/a/b   sys/fs/cgroup/a/b/memory.pressure, of this group alone
/// else        proc/pressure/memory, of the machine
///
/// some avg10=1.53 avg60=0.87 avg300=0.40 total=181345
/// full avg10=0.25 avg60=0.11 avg300=0.02 total=90211
/// ```
///
/// @param file where it was read, below the root
/// @param somePercent of the last ten seconds in which some task waited for memory
/// @param fullPercent of the last ten seconds in which all tasks did, 0 where there is no such line
/// @param totalMicros in which some task did, since boot, or since the group was made
/// @see <a href="https://docs.kernel.org/accounting/psi.html">Pressure Stall Information</a>
public record MemoryStalls(String file, double somePercent, double fullPercent, long totalMicros) {
  private static final String MACHINE = "proc/pressure/memory";
  private static final Pattern LINE =
      Pattern.compile("(some|full) avg10=(\\d{1,3}(?:\\.\\d+)?) .*\\btotal=(\\d{1,18})");

  /// Reads those of the group of this process.
  ///
  /// @param files of the system
  /// @return empty where the kernel does not say: before 4.20, built without, or booted with
  ///   `psi=0`
  public static Optional<MemoryStalls> of(SystemFiles files) {
    return ofProcess(files, "self");
  }

  /// Reads those of the group of any process.
  ///
  /// @param files of the system
  /// @param pid the process
  /// @return empty where the kernel does not say
  public static Optional<MemoryStalls> of(SystemFiles files, long pid) {
    return ofProcess(files, Long.toString(pid));
  }

  /// Whether they are of the machine, and not of a group alone.
  ///
  /// @return whether they are
  public boolean ofMachine() {
    return file.equals(MACHINE);
  }

  private static Optional<MemoryStalls> ofProcess(SystemFiles files, String process) {
    String group = Cgroup.path(files, process, "").orElse("/");
    List<String> names =
        group.equals("/")
            ? List.of(MACHINE)
            : List.of(Cgroup.ROOT + group + "/memory.pressure", MACHINE);
    return names.stream().flatMap(name -> read(files, name).stream()).findFirst();
  }

  private static Optional<MemoryStalls> read(SystemFiles files, String name) {
    List<String> lines = files.lines(name);
    double full = line(lines, "full").map(MemoryStalls::percent).orElse(0.0);
    return line(lines, "some")
        .map(some -> new MemoryStalls(name, percent(some), full, Long.parseLong(some.group(3))));
  }

  private static Optional<MatchResult> line(List<String> lines, String kind) {
    return lines.stream()
        .map(line -> LINE.matcher(line.strip()))
        .filter(line -> line.matches() && line.group(1).equals(kind))
        .map(Matcher::toMatchResult)
        .findFirst();
  }

  private static double percent(MatchResult line) {
    return Double.parseDouble(line.group(2));
  }
}
