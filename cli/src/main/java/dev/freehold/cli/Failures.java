package dev.freehold.cli;

import dev.freehold.inspect.TargetException;
import dev.freehold.lab.input.TraceFormatException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// What the command says when it cannot go on: one line on the error output.
final class Failures {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private Failures() {}

  static int wrongArguments(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    print(line, "%s: %s; see '%s --help'".formatted(name, oneLine(e), name));
    return WRONG_USE;
  }

  static int duringExecution(Exception e, CommandLine line, ParseResult parsed) throws Exception {
    if (e instanceof WrongUse
        || e instanceof TraceFormatException
        || e instanceof TargetException) {
      print(line, "%s: %s".formatted(line.getCommandSpec().qualifiedName(), oneLine(e)));
      return WRONG_USE;
    }
    throw e;
  }

  static int heapFull(CommandLine line, OutOfMemoryError e) {
    print(
        line,
        "%s: the Java heap is full (%s); run with FREEHOLD_JAVA_OPTIONS=-Xmx8g"
            .formatted(line.getCommandSpec().qualifiedName(), e.getMessage()));
    return FAILED;
  }

  static int outputLost(CommandLine line, String reason) {
    print(
        line,
        "%s: the output could not be written: %s; write it to where there is room"
            .formatted(line.getCommandSpec().qualifiedName(), reason));
    return WRONG_USE;
  }

  private static void print(CommandLine line, String message) {
    line.getErr().println(message);
    line.getErr().flush();
  }

  /// Without the full stop of picocli's sentences, which stand within one of ours.
  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage())
        .strip()
        .replaceAll("\\s*\\R\\s*", " ")
        .replaceAll("(?<!\\.)\\.$", "");
  }
}
