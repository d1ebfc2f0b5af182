package dev.freehold.lab.input;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/// The lines of a file, read in place: one is current, and a cursor walks through its fields.
///
/// Blank lines are counted but skipped. Fields are separated by blanks. Nothing is allocated per
/// line.
///
/// ```text
/// buffer   ...parsed...|a 17 4096\n|f 3\n|r 1      |
///                       ^   ^      ^             ^ limit
///                   start   cursor end
/// ```
public final class Lines {
  private static final int LONGEST = 64 << 10; // 64 KiB

  private final String file;
  private final InputStream in;
  private final byte[] buffer = new byte[LONGEST];
  private int limit;
  private int next;
  private int start;
  private int end;
  private int cursor;
  private int line;

  public Lines(String file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /// Makes the next line that is not blank the current one, if there is one.
  public boolean next() {
    while (advance()) {
      rewind();
      if (peek() >= 0) {
        return true;
      }
    }
    return false;
  }

  /// The number of the current line, counted from 1.
  public int line() {
    return line;
  }

  /// The byte at the cursor; -1 at the end of the line.
  public int peek() {
    return cursor < end ? buffer[cursor] & 0xFF : -1;
  }

  /// Puts the cursor back to the start of the line.
  public void rewind() {
    cursor = start;
    atEnd();
  }

  /// Steps over a character, or fails.
  public void expect(char character) {
    if (peek() != character) {
      throw error("'" + character + "' is missing in '" + text() + "'", "correct the line");
    }
    cursor++;
  }

  /// Steps over a prefix of the rest of the line, if it is there.
  public boolean skip(String prefix) {
    if (end - cursor < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (buffer[cursor + i] != prefix.charAt(i)) {
        return false;
      }
    }
    cursor += prefix.length();
    return true;
  }

  /// Reads a decimal field, which may be negative.
  public long decimal(String what) {
    atEnd();
    boolean negative = peek() == '-';
    int first = negative ? cursor + 1 : cursor;
    long value = 0;
    int i = first;
    for (; i < end && buffer[i] >= '0' && buffer[i] <= '9'; i++) {
      int digit = buffer[i] - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw error("the " + what + " does not fit into 64 bits", "correct the number");
      }
      value = 10 * value + digit;
    }
    if (i == first) {
      throw error("the " + what + " is missing in '" + text() + "'", "correct the line");
    }
    cursor = i;
    return negative ? -value : value;
  }

  /// Reads a field of at most 16 hexadecimal digits.
  public long hexadecimal(String what) {
    atEnd();
    int first = cursor;
    long value = 0;
    for (int digit; cursor < end && (digit = Character.digit(buffer[cursor], 16)) >= 0; cursor++) {
      value = value << 4 | digit;
    }
    if (cursor == first || cursor - first > 16) {
      throw error("the " + what + " is missing in '" + text() + "'", "correct the line");
    }
    return value;
  }

  /// Steps over blanks.
  ///
  /// @return whether nothing is left of the line
  public boolean atEnd() {
    while (cursor < end && (buffer[cursor] == ' ' || buffer[cursor] == '\t')) {
      cursor++;
    }
    return cursor == end;
  }

  /// Fails unless nothing is left of the line.
  public void expectEnd() {
    if (!atEnd()) {
      throw error("'" + text() + "' has too many fields", "correct the line");
    }
  }

  /// The current line as an error shows it: at most 40 characters, all of them printable ASCII.
  public String text() {
    int length = Math.min(end - start, 40);
    String shown = new String(buffer, start, length, StandardCharsets.ISO_8859_1);
    return shown.replaceAll("[^ -~]", "?") + (length < end - start ? "..." : "");
  }

  /// The whole of the current line.
  public String whole() {
    return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /// The error at the current line.
  public TraceFormatException error(String what, String remedy) {
    return TraceFormatException.at(file, line, what, remedy);
  }

  private boolean advance() {
    int i = next;
    while (true) {
      for (; i < limit; i++) {
        if (buffer[i] == '\n') {
          setLine(i, i + 1);
          return true;
        }
      }
      i -= next; // fill() moves the line to the front
      if (!fill()) {
        if (next == limit) {
          return false;
        }
        setLine(limit, limit);
        return true;
      }
    }
  }

  private void setLine(int newEnd, int newNext) {
    start = next;
    end = newEnd > start && buffer[newEnd - 1] == '\r' ? newEnd - 1 : newEnd;
    next = newNext;
    line++;
  }

  /// Moves what was not parsed to the front and reads on.
  private boolean fill() {
    System.arraycopy(buffer, next, buffer, 0, limit - next);
    limit -= next;
    next = 0;
    if (limit == buffer.length) {
      throw TraceFormatException.at(
          file, line + 1, "the line is longer than 64 KiB", "check that the file is a trace");
    }
    try {
      int read = in.read(buffer, limit, buffer.length - limit);
      limit += Math.max(read, 0);
      return read >= 0;
    } catch (EOFException | ZipException | ZstdIOException e) {
      throw TraceFormatException.at(
          file,
          line + 1,
          "the compressed data is cut off or damaged",
          "copy or record the file again");
    } catch (IOException e) {
      throw TraceFormatException.at(
          file, line + 1, "reading failed: " + e.getMessage(), "check the disk and try again");
    }
  }
}
