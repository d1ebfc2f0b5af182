package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file is replaced whole or stays as it was.
class OutputFileTest {
  @TempDir Path directory;

  @Test
  void appearsOnlyWhenWritten() throws IOException {
    Path path = directory.resolve("out");
    try (OutputFile file = OutputFile.open(path)) {
      assertThat(path).doesNotExist();
      file.write(to -> Files.writeString(to, "whole"));
    }
    assertThat(path).hasContent("whole");
    assertThat(directory).isDirectoryContaining(path::equals);
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void staysWhereWritingFails() throws IOException {
    Path path = Files.writeString(directory.resolve("out"), "before");
    try (OutputFile file = OutputFile.open(path)) {
      assertThatThrownBy(() ->
              file.write(to -> {
                Files.writeString(to, "ha");
                throw new IOException("No space left on device");
              }))
          .isInstanceOf(WrongUse.class)
          .hasMessageContaining("No space left on device");
    }
    assertThat(path).hasContent("before");
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void linkKeepsPointingAtItsFile() throws IOException {
    Path path = Files.writeString(directory.resolve("real"), "before");
    Path link = Files.createSymbolicLink(directory.resolve("link"), path);
    try (OutputFile file = OutputFile.open(link)) {
      file.write(to -> Files.writeString(to, "after"));
    }
    assertThat(link).isSymbolicLink();
    assertThat(path).hasContent("after");
  }
}
