package dev.freehold.lab.input;

/// Says why a trace could not be read: one line with the file, the line, what is wrong there, and
/// what to do.
///
/// ```text
/// app.rep:7: id 0 was already freed on line 6; remove one of the two lines or record the trace again
/// ```
public final class TraceFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private TraceFormatException(String message) {
    super(message);
  }

  /// The error at a line of a file.
  ///
  /// @param file the file as the user named it
  /// @param line counted from 1
  /// @param what what is wrong
  /// @param remedy what to do
  /// @return to be thrown
  public static TraceFormatException at(String file, int line, String what, String remedy) {
    return new TraceFormatException(file + ":" + line + ": " + what + "; " + remedy);
  }

  /// The error at a byte of a binary file.
  ///
  /// @param file the file as the user named it
  /// @param offset counted from 0, after decompression
  /// @param what what is wrong
  /// @param remedy what to do
  /// @return to be thrown
  public static TraceFormatException atByte(String file, long offset, String what, String remedy) {
    return new TraceFormatException(file + ": at byte " + offset + ": " + what + "; " + remedy);
  }

  /// The error of a file as a whole.
  ///
  /// @param file the file as the user named it
  /// @param what what is wrong
  /// @param remedy what to do
  /// @return to be thrown
  public static TraceFormatException of(String file, String what, String remedy) {
    return new TraceFormatException(file + ": " + what + "; " + remedy);
  }
}
