package dev.freehold.lab.pages;

import dev.freehold.lab.input.Bytes;
import dev.freehold.paging.trace.PageTraceWriter;
import java.io.IOException;
import java.util.zip.CRC32C;

/// Reads what [PageTraceWriter] writes, and checks every block.
final class RecordedReader implements BinaryPageReader {
  private static final int HEADER = 12;

  @Override
  public void read(Bytes bytes, PageTraceBuilder trace) throws IOException {
    bytes.record(PageTraceWriter.MAGIC.length());
    bytes.skip(PageTraceWriter.MAGIC.length());
    long requests = 0;
    while (bytes.record(HEADER)) {
      int count = bytes.intLittleEndian();
      int length = bytes.intLittleEndian();
      int checksum = bytes.intLittleEndian();
      if (length < 0 || length > PageTraceWriter.LARGEST_PAYLOAD || count < 0 || count > length) {
        throw damaged(bytes);
      }
      if (!bytes.record(length)) {
        throw cutOff(bytes, requests);
      }
      if (bytes.checksum(new CRC32C(), length) != Integer.toUnsignedLong(checksum)) {
        throw damaged(bytes);
      }
      if (count == 0) {
        end(bytes, length, requests);
        return;
      }
      long end = bytes.offset() + length;
      block(bytes, count, end, trace);
      if (bytes.offset() != end) {
        throw damaged(bytes);
      }
      requests += count;
    }
    throw cutOff(bytes, requests);
  }

  private static void block(Bytes bytes, int count, long end, PageTraceBuilder trace) {
    long page = 0;
    for (int i = 0; i < count; i++) {
      long zigzag = 0;
      int next = 0x80;
      for (int shift = 0; (next & 0x80) != 0; shift += 7) {
        if (bytes.offset() == end || shift > 63) {
          throw damaged(bytes);
        }
        next = bytes.next();
        zigzag |= (long) (next & 0x7F) << shift;
      }
      page += zigzag >>> 1 ^ -(zigzag & 1);
      trace.request(page);
    }
  }

  private static void end(Bytes bytes, int length, long requests) throws IOException {
    long declared = length == Long.BYTES ? bytes.longLittleEndian() : -1;
    if (declared != requests) {
      throw bytes.error(
          "the end declares %d requests, but there are %d".formatted(declared, requests),
          "copy or record the file again");
    }
    if (bytes.record(1)) {
      throw bytes.error("bytes follow the end of the trace", "copy or record the file again");
    }
  }

  private static RuntimeException damaged(Bytes bytes) {
    return bytes.error("the block is damaged", "copy or record the file again");
  }

  private static RuntimeException cutOff(Bytes bytes, long requests) {
    return bytes.error(
        "the recording is cut off after %d requests".formatted(requests),
        "copy or record the file again");
  }
}
