package dev.freehold.lab.pages;

import dev.freehold.lab.input.Lines;

/// Reads one text format of page traces, which it knows by its first line.
interface PageReader {
  /// Whether a file that begins so is of this format.
  ///
  /// @param lines at the first line, the cursor at its start; may move the cursor
  boolean recognizes(Lines lines);

  /// Reads the rest of a file, beginning with the current line.
  ///
  /// @param lines at the first line, the cursor at its start
  /// @param trace gets the requests
  /// @throws dev.freehold.lab.input.TraceFormatException where the file is not as the format says
  void read(Lines lines, PageTraceBuilder trace);
}
