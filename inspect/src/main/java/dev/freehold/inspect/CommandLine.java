package dev.freehold.inspect;

import java.util.Set;

/// Finds what a process runs in the arguments that it was started with.
final class CommandLine {
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-cp",
          "-classpath",
          "--class-path",
          "-p",
          "--module-path",
          "--upgrade-module-path",
          "--add-modules",
          "--add-exports",
          "--add-opens",
          "--add-reads",
          "--patch-module",
          "--enable-native-access",
          "--limit-modules");
  private static final Set<String> BEFORE_MAIN = Set.of("-jar", "-m", "--module");

  private CommandLine() {}

  /// Of `java` the main class, module or jar; else, and where none is named, the program itself.
  static String mainOf(String[] arguments) {
    String program = last(arguments[0]);
    if (!program.equals("java")) {
      return program;
    }
    for (int i = 1; i < arguments.length; i++) {
      String argument = arguments[i];
      if (BEFORE_MAIN.contains(argument) && i + 1 < arguments.length) {
        return last(arguments[i + 1]);
      }
      if (argument.startsWith("--module=")) {
        return last(argument.substring("--module=".length()));
      }
      if (WITH_VALUE.contains(argument)) {
        i++;
      } else if (!argument.startsWith("-") && !argument.startsWith("@")) {
        return last(argument);
      }
    }
    return program;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
