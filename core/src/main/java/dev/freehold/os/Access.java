package dev.freehold.os;

/// What a program may do with a range of memory. There is no value that is both writable and
/// executable.
public enum Access {
  /// Nothing; a touch ends the process. For ranges that no Java access can reach.
  NONE(0),
  /// Reading.
  READ(1),
  /// Reading and writing.
  READ_WRITE(3);

  final int protection;

  Access(int protection) {
    this.protection = protection;
  }
}
