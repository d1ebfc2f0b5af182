package dev.freehold.lab.pages;

import dev.freehold.lab.input.Bytes;
import dev.freehold.lab.input.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A format of page traces.
///
/// | name | told by |
/// |---|---|
/// | `arc`, `blocks`, `address`, `lackey`, `blktrace` | the first line |
/// | `recorded` | the first bytes |
/// | `i32be`, `i64be`, `oracleGeneral` | a part between dots of the file's name |
/// | `csv:COLUMN` | nothing: it must be named |
public final class PageFormat {
  private static final List<PageFormat> TEXT =
      List.of(
          text("arc", new ArcReader()),
          text("blocks", new BlockReader()),
          text("address", new AddressReader()),
          text("lackey", new LackeyReader()),
          text("blktrace", new BlktraceReader()));
  private static final List<PageFormat> BINARY =
      List.of(
          binary("i32be", new WordReader(Integer.BYTES)),
          binary("i64be", new WordReader(Long.BYTES)),
          binary("oracleGeneral", new OracleGeneralReader()));
  static final PageFormat RECORDED = binary("recorded", new RecordedReader());
  private static final String CSV = "csv:";

  private final String name;
  private final @Nullable PageReader text;
  private final @Nullable BinaryPageReader binary;

  private PageFormat(String name, @Nullable PageReader text, @Nullable BinaryPageReader binary) {
    this.name = name;
    this.text = text;
    this.binary = binary;
  }

  private static PageFormat text(String name, PageReader reader) {
    return new PageFormat(name, reader, null);
  }

  private static PageFormat binary(String name, BinaryPageReader reader) {
    return new PageFormat(name, null, reader);
  }

  /// Finds a format by its name.
  ///
  /// @param name as in the table
  /// @throws IllegalArgumentException naming all formats, if there is none of that name
  public static PageFormat named(String name) {
    if (name.startsWith(CSV) && name.length() > CSV.length()) {
      return text(name, new CsvReader(name.substring(CSV.length())));
    }
    return all()
        .filter(format -> format.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no format of page traces is called '%s'; choose from %s, csv:COLUMN"
                    .formatted(name, names())));
  }

  /// The name.
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }

  /// The names of the formats that need no argument, for a message.
  static String names() {
    return all().map(PageFormat::name).collect(Collectors.joining(", "));
  }

  private static Stream<PageFormat> all() {
    return Stream.of(TEXT.stream(), BINARY.stream(), Stream.of(RECORDED)).flatMap(each -> each);
  }

  /// The binary format that a file's name says, if it does.
  static Optional<PageFormat> ofName(Path file) {
    List<String> parts = Arrays.asList(String.valueOf(file.getFileName()).split("\\."));
    return BINARY.stream().filter(format -> parts.lastIndexOf(format.name) > 0).findFirst();
  }

  /// The text format that the first line says, if it does.
  static Optional<PageFormat> ofFirstLine(Lines lines) {
    for (PageFormat format : TEXT) {
      boolean recognized = format.text != null && format.text.recognizes(lines);
      lines.rewind();
      if (recognized) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /// Reads a file of this format from its start.
  void read(String file, InputStream in, PageTraceBuilder trace) throws IOException {
    if (binary != null) {
      binary.read(new Bytes(file, in), trace);
    } else {
      Lines lines = new Lines(file, in);
      if (lines.next()) {
        read(lines, trace);
      }
    }
  }

  /// Reads the rest of a text file.
  void read(Lines lines, PageTraceBuilder trace) {
    if (text != null) {
      text.read(lines, trace);
    }
  }
}
