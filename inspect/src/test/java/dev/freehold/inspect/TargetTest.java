package dev.freehold.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.os.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @TempDir Path root;

  private Target target() {
    return new Target(new SystemFiles(root), 42);
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    assertThatThrownBy(() -> target().mappings())
        .isInstanceOf(TargetException.class)
        .hasMessage("there is no /proc: processes can be looked at on Linux only");

    Files.createDirectories(root.resolve("proc/self"));
    assertThatThrownBy(() -> target().mappings())
        .hasMessageStartingWith("there is no process 42: ");
    assertThatThrownBy(() -> target().rssBytes())
        .hasMessageStartingWith("there is no process 42: ");
  }

  @Test
  void aProcessWithoutMemoryIsSaid() throws IOException {
    file("proc/42/smaps", "");
    file("proc/42/status", "State: Z (zombie)\n");
    assertThatThrownBy(() -> target().rssBytes())
        .hasMessage("process 42 has no memory: it has ended");
    assertThatThrownBy(() -> target().mappings())
        .hasMessage("process 42 has no memory: it has ended, or is a part of the kernel");
  }

  @Test
  void whatMustNotBeReadIsSaid() throws IOException {
    Files.createDirectories(root.resolve("proc/42/smaps")); // unreadable, for root too
    assertThatThrownBy(() -> target().mappings())
        .hasMessageStartingWith("process 42 must not be looked at: /proc/42/smaps: ")
        .hasMessageEndingWith("; run as its user, or as root with CAP_SYS_PTRACE");
  }

  @Test
  void theKernelsCountIsRead() throws Exception {
    file("proc/42/status", "Name:\tjava\nVmRSS:\t      20 kB\nNSpid:\t42\t3\n");
    assertThat(target().rssBytes()).isEqualTo(20 << 10);
    assertThat(target().innerPid()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "/jdk/bin/java|-Xmx1g|-cp|a.jar|org.example.Main|x, org.example.Main",
    "java|-jar|/opt/server.jar|x, server.jar",
    "java|--module-path|mods|-m|dev.app/dev.app.Main, dev.app.Main",
    "java|--module=dev.app/dev.app.Main, dev.app.Main",
    "java|-version, java",
    "/bin/bash|-c|x, bash",
  })
  void theNameIsWhatRuns(String command, String name) throws IOException {
    file("proc/42/cmdline", command.replace('|', '\0') + "\0");
    assertThat(target().name()).isEqualTo(name);
  }

  @Test
  void withoutACommandTheNameIsTheKernels() throws IOException {
    file("proc/42/comm", "kswapd0\n");
    assertThat(target().name()).isEqualTo("kswapd0");
  }

  @Test
  void jvmsAreFoundByTheirLibrary() throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    for (int pid : new int[] {41, 42, 43}) {
      file("proc/" + pid + "/status", "VmRSS: %d kB\n".formatted(pid));
      file("proc/" + pid + "/cmdline", "java\0Main%d\0".formatted(pid));
      file("proc/" + pid + "/maps", "7f00-7f01 r-xp 0 00:00 0 /jdk/lib/server/libjvm.so\n");
    }
    file("proc/43/maps", "7f00-7f01 r-xp 0 00:00 0 /usr/bin/bash\n");
    assertThat(JavaProcesses.of(new SystemFiles(root)))
        .containsExactly(
            new JavaProcesses.Found(42, "Main42", 42 << 10),
            new JavaProcesses.Found(41, "Main41", 41 << 10));
  }
}
