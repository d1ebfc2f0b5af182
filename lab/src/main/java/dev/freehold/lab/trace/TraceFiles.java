package dev.freehold.lab.trace;

import dev.freehold.lab.input.InputFile;
import dev.freehold.lab.input.Lines;
import dev.freehold.lab.input.TraceFormatException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Reads trace files of every known format, plain or compressed with gzip or zstd, each told by its
/// content and not by its name.
///
/// The formats: [RepReader], [WeeAllocReader], [HeaptrackReader], [FleetbenchReader]. A file is
/// read as a stream, in time linear in its length.
public final class TraceFiles {
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
    return InputFile.read(file, in -> read(new Lines(file.toString(), in), file, notes));
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
        return reader.read(lines, new TraceBuilder(InputFile.nameOf(file), file.toString()), notes);
      }
    }
    throw lines.error(
        "'" + lines.text() + "' begins no known format (.rep, wee_alloc, heaptrack, fleetbench)",
        "record a trace with 'heaptrack -r PROGRAM'");
  }
}
