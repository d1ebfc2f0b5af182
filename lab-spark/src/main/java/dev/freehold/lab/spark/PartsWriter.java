package dev.freehold.lab.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Writes a trace in parts, as [PartsHeader] draws it. The header is written last: a directory
/// without one is no trace.
///
/// 4 B a possible page, and a buffer of one part.
final class PartsWriter implements AutoCloseable {
  private final Path directory;
  private final int[] numbers; // by possible page; -1 before its first request
  private final ByteBuffer buffer;
  private final int part;
  private long requests;
  private int pages;
  private int files;

  /// Writes into a directory, which is made if it is not there.
  ///
  /// @param bound of the pages that may be requested
  /// @param part requests of a part
  PartsWriter(Path directory, int bound, int part) throws IOException {
    this.directory = directory;
    this.part = part;
    Files.createDirectories(directory);
    numbers = new int[bound];
    Arrays.fill(numbers, -1);
    buffer = ByteBuffer.allocate(Math.multiplyExact(part, Integer.BYTES));
  }

  void request(int page) throws IOException {
    int number = numbers[page];
    if (number < 0) {
      number = pages++;
      numbers[page] = number;
    }
    buffer.putInt(number);
    requests++;
    if (!buffer.hasRemaining()) {
      flush();
    }
  }

  /// The trace written.
  ///
  /// @throws IllegalArgumentException if nothing was requested
  PartsHeader header() {
    return new PartsHeader(requests, pages, part);
  }

  @Override
  public void close() throws IOException {
    if (buffer.position() > 0) {
      flush();
    }
    try (OutputStream out = Files.newOutputStream(directory.resolve(PartsHeader.FILE))) {
      header().write(out);
    }
  }

  private void flush() throws IOException {
    Path file = directory.resolve(PartsHeader.file(files++));
    try (SeekableByteChannel out =
        Files.newByteChannel(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      buffer.clear();
    }
  }
}
