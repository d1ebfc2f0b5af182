package dev.freehold.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All `*Race` classes under jcstress, in a JVM of its own: any outcome that they do not name
/// fails.
final class StressTest {
  private static final String JVM =
      "--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED";

  @TempDir Path directory;

  private static final String SELECTED =
      "FreeAndWalk|FreeAndAllocate|RetireAndAllocate|CloseAndAllocateAgain"
          + "|TwoClosers|RefusedReclaimAndClose|WriteBesideTheLastReader"
          + "|ReleaseAndAcquire|CreditAndAcquire";

  /// A short run of some.
  @Test
  void noForbiddenOutcome() throws Exception {
    stress("-t", SELECTED, "-sc", "false", "-time", "100");
  }

  /// All, with every combination of compilers for the two threads of each.
  @Test
  @Tag("slow")
  void noForbiddenOutcomeUnderAnyCompiler() throws Exception {
    stress("-time", "300");
  }

  private void stress(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JVM.split(" ")));
    command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path"))));
    command.add("org.openjdk.jcstress.Main");
    // A state with an allocator of its own takes some 40 KiB, a third of which jcstress cannot
    // foresee: what threads that run it keep there.
    command.addAll(List.of("-strideCount", "10"));
    command.addAll(
        List.of("-c", "2", "-hs", "512", "-pth", "false", "-af", "NONE", "-f", "1", "-fsm", "1"));
    command.addAll(List.of("-jvmArgs", JVM, "-iters", "1", "-r", directory.toString()));
    command.addAll(List.of(options));
    Process jcstress =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String report = new String(jcstress.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jcstress.waitFor()).as(report).isZero();
    assertThat(report)
        .contains("Failed tests: No matches.", "Error tests: No matches.")
        .doesNotContain("All remaining tests: No matches.");
  }

  private static String absolute(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
