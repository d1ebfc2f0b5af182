package dev.freehold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A limit on the memory of a child process: a control group of the kernel below that of this
/// process, version 1 or 2, where one may be made.
///
/// Elsewhere the limit is only compared: [#wasExceeded] tells, by the largest resident set that the
/// kernel has seen of the child, whether it would have been killed.
final class ControlGroup {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private final long limitBytes;
  private final @Nullable Path directory;

  private ControlGroup(long limitBytes, @Nullable Path directory) {
    this.limitBytes = limitBytes;
    this.directory = directory;
  }

  static ControlGroup of(long limitBytes) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      boolean isFirst = List.of(parts[1].split(",")).contains("memory");
      if (isFirst || parts[1].isEmpty()) {
        Path parent = Path.of((isFirst ? ROOT.resolve("memory") : ROOT) + parts[2]);
        Path made = parent.resolve("freehold-" + ProcessHandle.current().pid());
        String limit = isFirst ? "memory.limit_in_bytes" : "memory.max";
        String swap = isFirst ? "memory.memsw.limit_in_bytes" : "memory.swap.max";
        if (make(made, limit, limitBytes)) {
          write(made.resolve(swap), isFirst ? limitBytes : 0);
          return new ControlGroup(limitBytes, made);
        }
      }
    }
    return new ControlGroup(limitBytes, null);
  }

  private static boolean make(Path group, String limit, long bytes) {
    try {
      Files.createDirectory(group);
    } catch (IOException | SecurityException e) {
      return false;
    }
    if (write(group.resolve(limit), bytes)) {
      return true;
    }
    group.toFile().delete();
    return false;
  }

  private static boolean write(Path file, long number) {
    try {
      if (Files.exists(file)) {
        Files.writeString(file, Long.toString(number));
        return true;
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether the kernel enforces the limit.
  boolean isEnforced() {
    return directory != null;
  }

  /// Starts a process that is in the group from its first instruction on.
  Process start(List<String> command) throws IOException {
    List<String> within = new ArrayList<>(command);
    if (directory != null) {
      String procs = directory.resolve("cgroup.procs").toString();
      within.addAll(0, List.of("sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", procs));
    }
    return new ProcessBuilder(within).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// Whether a process that still runs has ever had more resident memory than the limit.
  boolean wasExceeded(Process process) throws IOException {
    Optional<String> peak =
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .findFirst();
    return peak.isPresent()
        && Long.parseLong(peak.get().replaceAll("\\D", "")) << 10 > limitBytes; // in KiB
  }

  /// Ends it. The kernel lets the group go a moment after its last process has ended.
  void remove() throws InterruptedException {
    for (int i = 0; directory != null && !directory.toFile().delete() && i < 1000; i++) {
      Thread.sleep(10);
    }
  }
}
