package dev.freehold.os;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// The memory limit of the control group that a process is in, the least of its ancestors'
/// included.
///
/// ```text
/// version 2   proc/PID/cgroup  0::/a/b          sys/fs/cgroup/a/b/memory.max
/// version 1   proc/PID/cgroup  4:memory:/a/b    sys/fs/cgroup/memory/a/b/memory.limit_in_bytes
/// ```
///
/// Inside a container the path may be one of the host's, which is not there; what is mounted is
/// then the container's own group, and is read at its root.
///
/// @param version 1 or 2, 0 where there is none
/// @param limitBytes the limit, empty where there is none
/// @param usedBytes of the group that sets the limit, empty where unknown
public record Cgroup(int version, OptionalLong limitBytes, OptionalLong usedBytes) {
  static final String ROOT = "sys/fs/cgroup";
  private static final long UNLIMITED = 1L << 60; // version 1 writes the largest page-aligned long

  /// Reads the group of this process. Without `/proc` there is none.
  ///
  /// @param files of the system
  /// @return what they say now
  public static Cgroup of(SystemFiles files) {
    return ofProcess(files, "self");
  }

  /// Reads the group of any process. Without `/proc`, or without the process, there is none.
  ///
  /// @param files of the system
  /// @param pid the process
  /// @return what they say now
  public static Cgroup of(SystemFiles files, long pid) {
    return ofProcess(files, Long.toString(pid));
  }

  private static Cgroup ofProcess(SystemFiles files, String process) {
    Optional<String> first = path(files, process, "memory");
    if (first.isPresent()) {
      return within(
          files,
          1,
          ROOT + "/memory",
          first.get(),
          "/memory.limit_in_bytes",
          "/memory.usage_in_bytes");
    }
    Optional<String> second = path(files, process, "");
    return second.isPresent()
        ? within(files, 2, ROOT, second.get(), "/memory.max", "/memory.current")
        : new Cgroup(0, OptionalLong.empty(), OptionalLong.empty());
  }

  /// The group of a controller; the unified hierarchy of version 2 has a line that names none.
  static Optional<String> path(SystemFiles files, String process, String controller) {
    return files.lines("proc/" + process + "/cgroup").stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .filter(parts -> Arrays.asList(parts[1].split(",")).contains(controller))
        .map(parts -> parts[2].strip())
        .findFirst();
  }

  private static Cgroup within(
      SystemFiles files, int version, String mount, String path, String limit, String usage) {
    long least = UNLIMITED;
    OptionalLong used = OptionalLong.empty();
    for (String at = path.equals("/") ? "" : path; ; at = at.substring(0, at.lastIndexOf('/'))) {
      OptionalLong here = files.number(mount + at + limit);
      if (here.isPresent() && here.getAsLong() < least) {
        least = here.getAsLong();
        used = files.number(mount + at + usage);
      }
      if (at.lastIndexOf('/') < 0) {
        break;
      }
    }
    return least == UNLIMITED
        ? new Cgroup(version, OptionalLong.empty(), OptionalLong.empty())
        : new Cgroup(version, OptionalLong.of(least), used);
  }
}
