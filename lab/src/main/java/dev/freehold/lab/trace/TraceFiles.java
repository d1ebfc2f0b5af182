package dev.freehold.lab.trace;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads trace files of every known format, plain or compressed with gzip or zstd, each told by its
/// content and not by its name.
///
/// The formats: [RepReader], [WeeAllocReader], [HeaptrackReader], [FleetbenchReader]. A file is
/// read as a stream, in time linear in its length.
public final class TraceFiles {
  private static final int GZIP = 0x1F8B; // RFC 1952, section 2.3.1, the first 2 bytes
  private static final int ZSTD = 0x28B5; // RFC 8878, section 3.1.1, the first 2 of 4 bytes

  private static final List<TraceReader> READERS =
      List.of(
          new RepReader(),
          new WeeAllocReader(),
          new HeaptrackReader(),
          new FleetbenchReader(ProfileScale.DEFAULT));

  private TraceFiles() {}

  /// Reads a trace and drops the notes.
  ///
  /// @param file of any known format
  /// @return the trace, named after the file
  /// @throws TraceFormatException where the file cannot be read or is no trace
  public static Trace read(Path file) {
    return read(file, note -> {});
  }

  /// Reads a trace.
  ///
  /// @param file of any known format
  /// @param notes gets a sentence about whatever had to be left out
  /// @return the trace, named after the file
  /// @throws TraceFormatException where the file cannot be read or is no trace
  public static Trace read(Path file, Consumer<String> notes) {
    if (Files.isDirectory(file)) {
      throw TraceFormatException.of(
          file.toString(), "this is a directory", "name a trace file in it");
    }
    try (InputStream in = decompressed(file)) {
      return read(new Lines(file.toString(), in), file, notes);
    } catch (NoSuchFileException e) {
      throw TraceFormatException.of(
          file.toString(), "there is no such file", "check the path or name a bundled trace");
    } catch (AccessDeniedException e) {
      throw TraceFormatException.of(
          file.toString(), "the file must not be read", "change its permissions");
    } catch (EOFException | ZipException e) {
      throw TraceFormatException.of(
          file.toString(),
          "the compressed data is cut off or damaged",
          "copy or record the file again");
    } catch (IOException e) {
      throw TraceFormatException.of(
          file.toString(), "reading failed: " + e.getMessage(), "check the disk and try again");
    }
  }

  /// What a trace in a file is called.
  ///
  /// @param file the path of a trace file
  /// @return the file name up to the first dot that does not begin it
  public static String nameOf(Path file) {
    Path last = file.getFileName();
    String name = (last == null ? file : last).toString();
    int dot = name.indexOf('.', 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static Trace read(Lines lines, Path file, Consumer<String> notes) {
    if (!lines.next()) {
      throw TraceFormatException.of(
          file.toString(), "the file is empty", "copy or record the file again");
    }
    for (TraceReader reader : READERS) {
      boolean recognized = reader.recognizes(lines);
      lines.rewind();
      if (recognized) {
        return reader.read(lines, new TraceBuilder(nameOf(file), file.toString()), notes);
      }
    }
    throw lines.error(
        "'" + lines.text() + "' begins no known format (.rep, wee_alloc, heaptrack, fleetbench)",
        "record a trace with 'heaptrack -r PROGRAM'");
  }

  private static InputStream decompressed(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 64 << 10);
    try {
      raw.mark(2);
      int magic = raw.read() << 8 | raw.read();
      raw.reset();
      return switch (magic) {
        case GZIP -> new GZIPInputStream(raw, 64 << 10);
        case ZSTD -> new ZstdInputStreamNoFinalizer(raw);
        default -> raw;
      };
    } catch (IOException e) {
      raw.close();
      throw e;
    } catch (LinkageError | IllegalCallerException e) {
      raw.close();
      throw TraceFormatException.of(
          file.toString(),
          "the library that reads zstd could not be loaded here",
          "decompress the file with 'zstd -d' first");
    }
  }
}
