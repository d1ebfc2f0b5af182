package dev.freehold.lab.bugs;

import dev.freehold.Checks;
import dev.freehold.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process of its own for one bug, which may end it.
public final class ChildProcess {
  private static final int REPORTED = 0;
  private static final int SILENT = 3;

  private ChildProcess() {}

  /// Runs a bug at a level, in a process of its own, and waits for its end.
  ///
  /// @param bug which
  /// @param level of its heap
  /// @return how it ended
  /// @throws UncheckedIOException if no process can be started
  public static Outcome run(Bug bug, Checks level) {
    List<String> command = command();
    command.add(bug.name());
    command.add(level.name());
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return switch (process.waitFor()) {
        case REPORTED -> new Outcome(Outcome.State.REPORTED, text);
        case SILENT -> new Outcome(Outcome.State.SILENT, text);
        default -> new Outcome(Outcome.State.CRASHED, text);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a child process ran", e);
    }
  }

  /// The command of this process, up to the main class.
  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--sun-misc-unsafe-memory-access=deny",
            "--illegal-native-access=deny",
            "-XX:+UseSerialGC",
            "-XX:+SuppressFatalErrorMessage",
            "-Xmx64m"));
    Module module = ChildProcess.class.getModule();
    String modules = System.getProperty("jdk.module.path");
    if (module.isNamed() && modules != null) {
      command.addAll(List.of("--enable-native-access=dev.freehold.core", "--module-path", modules));
      command.addAll(List.of("--module", module.getName() + "/" + ChildProcess.class.getName()));
    } else {
      command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-classpath"));
      command.addAll(List.of(System.getProperty("java.class.path"), ChildProcess.class.getName()));
    }
    return command;
  }

  /// The child: prints the reports of a bug.
  ///
  /// @param arguments the name of the bug, and that of the level
  public static void main(String[] arguments) {
    Bug bug =
        Bug.all().stream()
            .filter(each -> each.name().equals(arguments[0]))
            .findFirst()
            .orElseThrow();
    Observation seen = Observation.of(bug.program(), Checks.parse(arguments[1]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (Report report : seen.reports()) {
      out.println(report.message());
    }
    seen.others().forEach(out::println);
    System.exit(seen.reports().isEmpty() ? SILENT : REPORTED);
  }
}
