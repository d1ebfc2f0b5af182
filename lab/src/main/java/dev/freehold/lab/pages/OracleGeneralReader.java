package dev.freehold.lab.pages;

import dev.freehold.lab.input.Bytes;
import java.io.IOException;

/// Reads the binary traces of libCacheSim whose format is called oracleGeneral.
///
/// ```text
/// time u32 | page u64 | size u32 | next request i64      24 bytes, little-endian
/// ```
///
/// A record is one request for its page, whatever its size. The number of the next request for it,
/// -1 or the largest number for none, is not used but to notice files of another format.
final class OracleGeneralReader implements BinaryPageReader {
  private static final int RECORD = 24;
  private static final long LATEST = 1L << 48; // the number of a request; more is no such file

  @Override
  public void read(Bytes bytes, PageTraceBuilder trace) throws IOException {
    while (bytes.record(RECORD)) {
      bytes.skip(Integer.BYTES);
      trace.request(bytes.longLittleEndian());
      bytes.skip(Integer.BYTES);
      long next = bytes.longLittleEndian();
      if (next < -1 || (next > LATEST && next != Long.MAX_VALUE)) {
        bytes.skip(-RECORD);
        throw bytes.error(
            "the record's next request is at " + next, "check that the file is oracleGeneral");
      }
    }
  }
}
