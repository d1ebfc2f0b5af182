package dev.freehold.lab.pages;

import dev.freehold.lab.input.Bytes;
import java.io.IOException;

/// Reads one binary format of page traces.
interface BinaryPageReader {
  /// Reads a file.
  ///
  /// @param bytes at the start of the file
  /// @param trace gets the requests
  /// @throws IOException where the stream fails
  void read(Bytes bytes, PageTraceBuilder trace) throws IOException;
}
