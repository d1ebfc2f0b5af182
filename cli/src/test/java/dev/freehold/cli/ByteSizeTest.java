package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/// Sizes as people type them.
class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1048576, 1048576",
    "64k, 65536",
    "64KiB, 65536",
    "1.5g, 1610612736",
    "64T, 70368744177664"
  })
  void isRead(String typed, long bytes) {
    assertThat(new ByteSize().convert(typed)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "-1", "0", "65t", "1e9", "0x10", "1.k", "1kk", "64 kb", "max"})
  void isRefused(String typed) {
    assertThatThrownBy(() -> new ByteSize().convert(typed))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("'" + typed + "' is ");
  }
}
