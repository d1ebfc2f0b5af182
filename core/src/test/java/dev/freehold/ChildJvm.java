package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program of a test in a JVM of its own, which may end in any way.
public final class ChildJvm {
  private ChildJvm() {}

  /// Runs a program until it ends with code 0.
  ///
  /// @param program has the main method
  /// @param options of the JVM
  /// @param arguments of the program
  /// @return all that it printed
  public static String run(Class<?> program, List<String> options, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--illegal-native-access=deny");
    command.addAll(options);
    command.add("-cp");
    command.add(classes(Heap.class) + File.pathSeparator + classes(ChildJvm.class));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  private static String classes(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
