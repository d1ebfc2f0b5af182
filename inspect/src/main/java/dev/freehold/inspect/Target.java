package dev.freehold.inspect;

import dev.freehold.os.SystemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// A process that is looked at from outside, by the files that the kernel shows of it.
///
/// @param files of the system
/// @param pid the process
public record Target(SystemFiles files, long pid) {
  /// A process of this machine.
  ///
  /// @param pid its number
  /// @return the process, running or not
  public static Target of(long pid) {
    return new Target(SystemFiles.ofThisMachine(), pid);
  }

  /// The rows of `/proc/PID/smaps`, read at once. Takes time linear in the mappings and their
  /// resident pages.
  ///
  /// @return in the order of addresses
  /// @throws TargetException if there is no such process, or it must not be looked at
  public List<Mapping> mappings() throws TargetException {
    List<Mapping> mappings = Mappings.of(lines("smaps"));
    if (Mappings.rssBytes(mappings) == 0) {
      throw new TargetException(
          "process %d has no memory: it has ended, or is a part of the kernel".formatted(pid));
    }
    return mappings;
  }

  /// The resident bytes that the kernel counts as it goes: at once, where [#mappings] walks over
  /// every page; it may lag behind by some pages for each processor.
  ///
  /// @return bytes
  /// @throws TargetException if there is no such process, or it has ended
  public long rssBytes() throws TargetException {
    for (String line : lines("status")) {
      if (line.startsWith("VmRSS:")) {
        return Mappings.kib(line);
      }
    }
    throw new TargetException("process %d has no memory: it has ended".formatted(pid));
  }

  /// What runs in it.
  ///
  /// @return the main class or jar of a JVM, else the name of the program
  public String name() {
    List<String> command = files.lines(directory() + "/cmdline");
    String name = command.isEmpty() ? "" : CommandLine.mainOf(command.getFirst().split("\0"));
    return name.isEmpty() ? files.line(directory() + "/comm").orElse("unknown") : name;
  }

  /// Whether it is a JVM: whether the library of one is mapped.
  ///
  /// @param mappings its rows
  /// @return whether it is
  static boolean java(List<Mapping> mappings) {
    return mappings.stream().anyMatch(mapping -> isJvm(mapping.file()));
  }

  static boolean isJvm(String file) {
    return file.endsWith("/libjvm.so") || file.endsWith("/libjvm.so (deleted)");
  }

  /// Its number in its own container.
  long innerPid() {
    return files.lines(directory() + "/status").stream()
        .filter(line -> line.startsWith("NSpid:"))
        .map(line -> line.strip().split("\\s+"))
        .mapToLong(numbers -> Long.parseLong(numbers[numbers.length - 1]))
        .findFirst()
        .orElse(pid);
  }

  Path path(String file) {
    return files.root().resolve(directory()).resolve(file);
  }

  private String directory() {
    return "proc/" + pid;
  }

  private List<String> lines(String file) throws TargetException {
    try {
      byte[] text = Files.readAllBytes(path(file)); // paths in it need not be UTF-8
      return new String(text, StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      throw gone();
    } catch (IOException e) {
      if (!Files.exists(path(""))) {
        throw gone();
      }
      String reason =
          e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
      throw new TargetException(
          "process %d must not be looked at: /%s/%s: %s; run as its user, or as root with CAP_SYS_PTRACE"
              .formatted(pid, directory(), file, reason));
    }
  }

  private TargetException gone() {
    return files.exists("proc/self")
        ? new TargetException(
            "there is no process %d: it has ended, or never was; 'freehold top' lists the JVMs"
                .formatted(pid))
        : new TargetException("there is no /proc: processes can be looked at on Linux only");
  }
}
