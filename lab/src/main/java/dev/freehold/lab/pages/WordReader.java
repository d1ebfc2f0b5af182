package dev.freehold.lab.pages;

import dev.freehold.lab.input.Bytes;
import java.io.IOException;

/// Reads pages of four or eight bytes each, the most significant first.
///
/// @param width 4 or 8
record WordReader(int width) implements BinaryPageReader {
  @Override
  public void read(Bytes bytes, PageTraceBuilder trace) throws IOException {
    while (bytes.record(width)) {
      trace.request(width == Integer.BYTES ? bytes.intBigEndian() : bytes.longBigEndian());
    }
  }
}
