package dev.freehold.lab.input;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Opens files, plain or compressed with gzip or zstd, which it tells by their first bytes.
public final class InputFile {
  private static final int GZIP = 0x1F8B; // RFC 1952, section 2.3.1, the first 2 bytes
  private static final int ZSTD = 0x28B5; // RFC 8878, section 3.1.1, the first 2 of 4 bytes

  private InputFile() {}

  /// Reads the contents of a file.
  ///
  /// @param <T> what it makes of them
  @FunctionalInterface
  public interface Reader<T> {
    /// Reads a file.
    ///
    /// @param in the contents, decompressed; closed by the caller
    /// @throws IOException where the stream fails
    T read(InputStream in) throws IOException;
  }

  /// Reads a file.
  ///
  /// @throws TraceFormatException where it cannot be read
  public static <T> T read(Path file, Reader<T> reader) {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw TraceFormatException.of(name, "this is a directory", "name a trace file in it");
    }
    try (InputStream in = decompressed(file)) {
      return reader.read(in);
    } catch (NoSuchFileException e) {
      throw TraceFormatException.of(
          name, "there is no such file", "check the path or name a bundled trace");
    } catch (AccessDeniedException e) {
      throw TraceFormatException.of(name, "the file must not be read", "change its permissions");
    } catch (EOFException | ZipException | ZstdIOException e) {
      throw TraceFormatException.of(
          name, "the compressed data is cut off or damaged", "copy or record the file again");
    } catch (IOException e) {
      throw TraceFormatException.of(
          name, "reading failed: " + e.getMessage(), "check the disk and try again");
    }
  }

  /// What a trace in a file is called: the file name up to the first dot that does not begin it.
  public static String nameOf(Path file) {
    Path last = file.getFileName();
    String name = (last == null ? file : last).toString();
    int dot = name.indexOf('.', 1);
    return dot < 0 ? name : name.substring(0, dot);
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
