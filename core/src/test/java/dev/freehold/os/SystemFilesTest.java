package dev.freehold.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SystemFilesTest {
  @ParameterizedTest
  @CsvSource({
    "48K, 49152",
    "2048K, 2097152",
    "24684084 kB, 25276502016",
    "1G, 1073741824",
    "65530, 65530",
    "0, 0",
  })
  void readsNumbersAndSizes(String text, long number) {
    assertThat(SystemFiles.numberOf(text)).hasValue(number);
  }

  @ParameterizedTest
  @CsvSource({"max", "''", "unlimited", "99999999999999999999", "9223372036854775807K"})
  void isEmptyWhereThereIsNoNumber(String text) {
    assertThat(SystemFiles.numberOf(text)).isEqualTo(OptionalLong.empty());
  }

  @Test
  void anAbsentFileIsAnEmptyAnswer(@TempDir Path empty) {
    SystemFiles files = new SystemFiles(empty);

    assertThat(files.lines("proc/none")).isEmpty();
    assertThat(files.line("proc/none")).isEmpty();
    assertThat(files.number("proc/none")).isEmpty();
    assertThat(files.labelled("proc/none", "MemTotal:")).isEmpty();
    assertThat(files.chosen("proc/none")).isEmpty();
    assertThat(files.numbered("proc", "node")).isEmpty();
    assertThat(files.exists("proc")).isFalse();
  }
}
