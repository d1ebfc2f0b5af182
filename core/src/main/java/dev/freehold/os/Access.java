package dev.freehold.os;

/// What a program may do with a range of memory. There is no value that is both writable and
/// executable.
///
/// A raw access against it ends the process: unlike a touch of a guard page, the JVM cannot make an
/// error of it.
public enum Access {
  /// Nothing; a touch ends the process. For ranges that no Java access can reach.
  NONE(0),
  /// Reading.
  READ(1),
  /// Reading and writing.
  READ_WRITE(3),
  /// Reading and executing: machine code.
  READ_EXECUTE(5);

  final int protection;

  Access(int protection) {
    this.protection = protection;
  }
}
