package dev.freehold.inspect;

import dev.freehold.os.SystemFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the JVMs that may be looked at: the processes that map the library of one.
public final class JavaProcesses {
  private JavaProcesses() {}

  /// A JVM that was found.
  ///
  /// @param pid its number
  /// @param name the main class or jar
  /// @param rssBytes resident
  public record Found(long pid, String name, long rssBytes) {}

  /// Looks at all processes, but not at this one.
  ///
  /// @param files of the system
  /// @return the JVMs, the largest first; those of other users are not seen
  public static List<Found> of(SystemFiles files) {
    long self = ProcessHandle.current().pid();
    List<Found> found = new ArrayList<>();
    for (String directory : files.numbered("proc", "")) {
      long pid = Long.parseLong(directory.substring(directory.lastIndexOf('/') + 1));
      if (pid != self && files.lines(directory + "/maps").stream().anyMatch(Target::isJvm)) {
        found(new Target(files, pid)).ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparingLong(Found::rssBytes).reversed());
    return found;
  }

  private static Optional<Found> found(Target target) {
    try {
      return Optional.of(new Found(target.pid(), target.name(), target.rssBytes()));
    } catch (TargetException e) {
      return Optional.empty(); // it has ended since
    }
  }
}
