package dev.freehold.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// Trace files made for a test.
final class TraceFile {
  private TraceFile() {}

  /// Blocks of 1,000 bytes each, of which every second is freed at the end.
  static String text(int blocks) {
    StringBuilder text = new StringBuilder();
    int operations = blocks + blocks / 2;
    text.append("1\n%d\n%d\n%d\n".formatted(blocks, operations, 1000L * blocks));
    for (int id = 0; id < blocks; id++) {
      text.append("a %d 1000\n".formatted(id));
    }
    for (int id = 0; id < blocks / 2; id++) {
      text.append("f %d\n".formatted(2 * id));
    }
    return text.toString();
  }

  static Path plain(Path directory, String name, int blocks) throws IOException {
    return Files.writeString(directory.resolve(name + ".rep"), text(blocks));
  }

  static Path truncated(Path directory) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text(1000).getBytes(StandardCharsets.US_ASCII));
    }
    byte[] half = java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    return Files.write(directory.resolve("truncated.rep.gz"), half);
  }
}
