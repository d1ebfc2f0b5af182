package dev.freehold.paging.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Writes a page trace, one request at a time, in a few bytes each.
///
/// ```text
/// file    | "FHPAGES1" | block | block | ... | end block |
/// block   | count u32 | bytes u32 | CRC-32C of the payload u32 | payload |    little-endian
/// payload   for each request the difference from the page before it in the block, which begins
///           at page 0: zigzag, then LEB128; 1 byte for a step of up to 63 pages
/// end       count 0, bytes 8, CRC-32C, and the number of requests in the file u64
/// ```
///
/// A block stands alone, so a reader notices a damaged one and may read several at once; a file
/// without its end block was cut off. The page `docs/formats/page-trace.md` says the same in words.
///
/// A request costs some nanoseconds and no allocation; a block is written when it is full. Not safe
/// for use by several threads at once.
public final class PageTraceWriter implements AutoCloseable {
  /// The first bytes of a file: the format and its version.
  public static final String MAGIC = "FHPAGES1";

  /// The most bytes of a payload.
  public static final int LARGEST_PAYLOAD = 32 << 10; // 32 KiB

  private static final int HEADER = 12;
  private static final int LONGEST_REQUEST = 10; // LEB128 of 64 bits

  private final OutputStream out;
  private final byte[] block = new byte[HEADER + LARGEST_PAYLOAD];
  private final ByteBuffer header = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C checksum = new CRC32C();
  private int end = HEADER;
  private int count;
  private long previous;
  private long requests;
  private boolean closed;

  private PageTraceWriter(OutputStream out) {
    this.out = out;
  }

  /// Starts a file, in the place of one that exists.
  ///
  /// @throws IOException if it cannot be written
  public static PageTraceWriter open(Path file) throws IOException {
    return to(Files.newOutputStream(file));
  }

  /// Starts a trace on a stream, which is closed with the writer.
  ///
  /// @throws IOException if the stream fails
  public static PageTraceWriter to(OutputStream out) throws IOException {
    try {
      out.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      out.close();
      throw e;
    }
    return new PageTraceWriter(out);
  }

  /// Adds a request.
  ///
  /// @param page its name, any 64 bits
  /// @throws IOException if a full block cannot be written
  public void request(long page) throws IOException {
    if (end > block.length - LONGEST_REQUEST) {
      flush();
    }
    long difference = page - previous;
    long zigzag = difference << 1 ^ difference >> 63;
    int at = end;
    while ((zigzag & ~0x7FL) != 0) {
      block[at++] = (byte) (zigzag | 0x80);
      zigzag >>>= 7;
    }
    block[at++] = (byte) zigzag;
    end = at;
    previous = page;
    count++;
  }

  /// The requests added so far.
  public long requests() {
    return requests + count;
  }

  /// Writes the end block and closes the file; a second call does nothing.
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (count > 0) {
        flush();
      }
      header.putLong(HEADER, requests);
      end = HEADER + Long.BYTES;
      flush();
    }
  }

  private void flush() throws IOException {
    checksum.reset();
    checksum.update(block, HEADER, end - HEADER);
    header.putInt(0, count).putInt(4, end - HEADER).putInt(8, (int) checksum.getValue());
    out.write(block, 0, end);
    requests += count;
    count = 0;
    previous = 0;
    end = HEADER;
  }
}
