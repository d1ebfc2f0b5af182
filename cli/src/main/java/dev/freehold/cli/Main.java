package dev.freehold.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `freehold` command.
@Command(
    name = "freehold",
    description = "Memory outside the Java heap: allocated, replayed, explained.")
public final class Main implements Runnable {
  private Main() {}

  /// Runs the command and exits with its code.
  ///
  /// @param arguments as typed
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
