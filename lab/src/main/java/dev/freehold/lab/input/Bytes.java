package dev.freehold.lab.input;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/// The bytes of a binary file, read in place, with the offset that an error names.
///
/// ```text
/// buffer   ...parsed...|  record  |  record  |        |
///                       ^ cursor                ^ limit
/// ```
public final class Bytes {
  private static final VarHandle INT_BIG = intView(ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG_BIG = longView(ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LITTLE = intView(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_LITTLE = longView(ByteOrder.LITTLE_ENDIAN);

  private final String file;
  private final InputStream in;
  private final byte[] buffer = new byte[64 << 10]; // 64 KiB
  private int cursor;
  private int limit;
  private long before; // bytes of the file before the buffer

  /// The bytes of a stream, which must be at the start of the file.
  ///
  /// @param file what errors call it
  /// @param in not closed
  public Bytes(String file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /// Makes a record available as a whole.
  ///
  /// @param width its bytes, at most 64 KiB
  /// @return false where the file ends before it
  /// @throws TraceFormatException where the file ends within it
  public boolean record(int width) throws IOException {
    if (limit - cursor >= width) {
      return true;
    }
    fill(width);
    int rest = limit - cursor;
    if (rest == 0) {
      return false;
    }
    if (rest < width) {
      throw error(
          "the last record has %d of %d bytes".formatted(rest, width),
          "copy or record the file again, or name its format");
    }
    return true;
  }

  /// Where the next byte is, counted from 0.
  public long offset() {
    return before + cursor;
  }

  /// Steps over bytes of the current record.
  public void skip(int bytes) {
    cursor += bytes;
  }

  /// The next byte of the current record, from 0 to 255.
  public int next() {
    return buffer[cursor++] & 0xFF;
  }

  /// The next four bytes, the most significant first.
  public int intBigEndian() {
    int value = (int) INT_BIG.get(buffer, cursor);
    cursor += Integer.BYTES;
    return value;
  }

  /// The next eight bytes, the most significant first.
  public long longBigEndian() {
    long value = (long) LONG_BIG.get(buffer, cursor);
    cursor += Long.BYTES;
    return value;
  }

  /// The next four bytes, the least significant first.
  public int intLittleEndian() {
    int value = (int) INT_LITTLE.get(buffer, cursor);
    cursor += Integer.BYTES;
    return value;
  }

  /// The next eight bytes, the least significant first.
  public long longLittleEndian() {
    long value = (long) LONG_LITTLE.get(buffer, cursor);
    cursor += Long.BYTES;
    return value;
  }

  /// The checksum of bytes of the current record; moves nothing.
  public long checksum(Checksum checksum, int bytes) {
    checksum.update(buffer, cursor, bytes);
    return checksum.getValue();
  }

  /// The error at the next byte.
  public TraceFormatException error(String what, String remedy) {
    return TraceFormatException.atByte(file, offset(), what, remedy);
  }

  /// Moves what was not parsed to the front and reads on until there are so many bytes, or no more.
  private void fill(int wanted) throws IOException {
    System.arraycopy(buffer, cursor, buffer, 0, limit - cursor);
    before += cursor;
    limit -= cursor;
    cursor = 0;
    while (limit < wanted) {
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        return;
      }
      limit += read;
    }
  }

  private static VarHandle intView(ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(int[].class, order);
  }

  private static VarHandle longView(ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(long[].class, order);
  }
}
