package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The command in a process of its own, whose output goes where it cannot.
@EnabledOnOs(OS.LINUX)
final class StandardOutputTest {
  private static final String COMMAND =
      "'%s' -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -classpath '%s:%s' %s"
          .formatted(
              Path.of(System.getProperty("java.home"), "bin", "java"),
              System.getProperty("jdk.module.path", ""),
              System.getProperty("java.class.path"),
              Main.class.getName());

  /// What a shell and its error output say of a script.
  private static Run run(String script) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder(List.of("bash", "-c", script)).start();
    shell.getOutputStream().close();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(shell.waitFor(), out, err);
  }

  @Test
  void aFullDiskIsOneLineAndCodeTwo() throws Exception {
    Run run = run(COMMAND + " bugs > /dev/full");
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("freehold: the output could not be written: ");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void aClosedPipeIsNoFailure() throws Exception {
    Run run = run(COMMAND + " completion | head -n 1; exit ${PIPESTATUS[0]}");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("#!/usr/bin/env bash\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void aClosedPipeEndsWhatWouldGoOn() throws Exception {
    Run run = run(COMMAND + " top $$ --interval 50ms | head -n 1; exit ${PIPESTATUS[0]}");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.code()).isZero();
  }
}
