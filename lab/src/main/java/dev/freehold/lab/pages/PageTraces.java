package dev.freehold.lab.pages;

import dev.freehold.lab.input.InputFile;
import dev.freehold.lab.input.Lines;
import dev.freehold.lab.input.TraceFormatException;
import dev.freehold.paging.trace.PageTraceWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Reads page traces of every known format, plain or compressed with gzip or zstd.
///
/// A file is read as a stream, in time linear in its length. 4 B a request and 8 B a page stay; the
/// numbering of the pages takes up to 64 B a page while it lasts.
public final class PageTraces {
  /// A page of a trace of addresses has 2^12 bytes.
  static final int PAGE_BITS = 12;

  private PageTraces() {}

  /// Reads a trace, whose format is told as [PageFormat] says.
  ///
  /// @return named after the file
  /// @throws TraceFormatException where the file cannot be read or is no page trace
  public static PageTrace read(Path file) {
    return read(file, Optional.empty());
  }

  /// Reads a trace of a format.
  ///
  /// @return named after the file
  /// @throws TraceFormatException where the file cannot be read or is not of that format
  public static PageTrace read(Path file, PageFormat format) {
    return read(file, Optional.of(format));
  }

  private static PageTrace read(Path file, Optional<PageFormat> format) {
    PageTraceBuilder trace = new PageTraceBuilder(InputFile.nameOf(file), file.toString());
    return InputFile.read(
        file,
        in -> {
          if (format.isPresent()) {
            format.get().read(file.toString(), in, trace);
          } else {
            recognize(file, new BufferedInputStream(in, 64 << 10), trace);
          }
          return trace.build();
        });
  }

  private static void recognize(Path file, InputStream in, PageTraceBuilder trace)
      throws IOException {
    String name = file.toString();
    byte[] magic = PageTraceWriter.MAGIC.getBytes(StandardCharsets.US_ASCII);
    in.mark(magic.length);
    boolean recorded = Arrays.equals(in.readNBytes(magic.length), magic);
    in.reset();
    Optional<PageFormat> format =
        recorded ? Optional.of(PageFormat.RECORDED) : PageFormat.ofName(file);
    if (format.isPresent()) {
      format.get().read(name, in, trace);
      return;
    }
    Lines lines = new Lines(name, in);
    if (lines.next()) {
      PageFormat.ofFirstLine(lines)
          .orElseThrow(() ->
              lines.error(
                  "'" + lines.text() + "' begins no page trace that is told by its content",
                  "name its format: " + PageFormat.names() + ", csv:COLUMN"))
          .read(lines, trace);
    }
  }
}
