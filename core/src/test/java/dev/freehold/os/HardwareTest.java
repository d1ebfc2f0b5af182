package dev.freehold.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HardwareTest {
  @TempDir Path root;

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  @Test
  void readsWhatTheSystemSays() throws IOException {
    write("sys/devices/system/cpu/cpu0/cache/index0/coherency_line_size", "128");
    write("sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "33554432");
    assertThat(Hardware.of(root, 16 << 10)).isEqualTo(new Hardware(128, 16 << 10, 32 << 20));
  }

  @Test
  void isCommonWhereTheSystemSaysNothing() {
    assertThat(Hardware.of(root, 4 << 10)).isEqualTo(Hardware.COMMON);
  }

  @ParameterizedTest
  @CsvSource({"0", "-64", "63", "many", "''", "8589934592"})
  void isCommonWhereTheSystemSaysWhatCannotBe(String text) throws IOException {
    write("sys/devices/system/cpu/cpu0/cache/index0/coherency_line_size", text);
    assertThat(Hardware.of(root, 4 << 10)).isEqualTo(Hardware.COMMON);
  }

  @Test
  void thisMachineIsReadOnce() {
    assertThat(Hardware.current()).isSameAs(Hardware.current());
    assertThat(Hardware.current().pageBytes()).isEqualTo(Os.current().pageBytes());
  }

  @Test
  void sizesArePowersOfTwo() {
    assertThatThrownBy(() -> new Hardware(48, 4096, 2 << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lineBytes is 48");
  }
}
