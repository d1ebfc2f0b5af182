package dev.freehold.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryStallsTest {
  private static final String MACHINE =
      "some avg10=1.53 avg60=0.87 avg300=0.40 total=181345\nfull avg10=0.25 avg60=0.11 total=9";

  @TempDir Path root;

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  @Test
  void thoseOfTheMachineWhereThereIsNoGroup() throws IOException {
    write("proc/pressure/memory", MACHINE);
    assertThat(MemoryStalls.of(new SystemFiles(root)))
        .hasValue(new MemoryStalls("proc/pressure/memory", 1.53, 0.25, 181345));
  }

  @Test
  void thoseOfTheGroupFirst() throws IOException {
    write("proc/self/cgroup", "0::/pod");
    write("proc/pressure/memory", MACHINE);
    write("sys/fs/cgroup/pod/memory.pressure", "some avg10=40.00 avg60=1.00 avg300=0.00 total=7");
    assertThat(MemoryStalls.of(new SystemFiles(root)))
        .hasValue(new MemoryStalls("sys/fs/cgroup/pod/memory.pressure", 40, 0, 7));
  }

  @Test
  void anyProcessHasThoseOfItsOwnGroup() throws IOException {
    write("proc/self/cgroup", "0::/pod");
    write("proc/42/cgroup", "0::/other");
    write("proc/43/cgroup", "0::/silent");
    write("proc/pressure/memory", MACHINE);
    write("sys/fs/cgroup/pod/memory.pressure", "some avg10=40.00 avg60=1.00 total=7");
    write("sys/fs/cgroup/other/memory.pressure", "some avg10=3.00 avg60=1.00 total=8");
    SystemFiles files = new SystemFiles(root);
    MemoryStalls other = MemoryStalls.of(files, 42).orElseThrow();
    assertThat(other.somePercent()).isEqualTo(3);
    assertThat(other.ofMachine()).isFalse();
    MemoryStalls silent = MemoryStalls.of(files, 43).orElseThrow();
    assertThat(silent.somePercent()).isEqualTo(1.53);
    assertThat(silent.ofMachine()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "full avg10=1.00 total=1", "some avg10=x total=1", "some avg10=1.00"})
  void noneWhereTheKernelDoesNotSay(String text) throws IOException {
    write("proc/pressure/memory", text);
    assertThat(MemoryStalls.of(new SystemFiles(root))).isEmpty();
  }
}
