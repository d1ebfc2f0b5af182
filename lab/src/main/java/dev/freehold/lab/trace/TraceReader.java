package dev.freehold.lab.trace;

import dev.freehold.lab.input.Lines;
import dev.freehold.lab.input.TraceFormatException;
import java.util.function.Consumer;

/// Reads one format of trace files, which it knows by its first line.
interface TraceReader {

  /// Whether a file that begins so is of this format.
  ///
  /// @param lines at the first line, the cursor at its start; may move the cursor
  /// @return whether to read the file with this reader
  boolean recognizes(Lines lines);

  /// Reads the rest of a file, beginning with the current line.
  ///
  /// @param lines at the first line, the cursor at its start
  /// @param trace gets the operations
  /// @param notes gets a sentence about whatever was left out
  /// @return the trace
  /// @throws TraceFormatException where the file is not as the format says
  Trace read(Lines lines, TraceBuilder trace, Consumer<String> notes);
}
