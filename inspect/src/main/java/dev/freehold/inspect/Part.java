package dev.freehold.inspect;

/// A part of a process's resident memory.
///
/// @param kind what it is for
/// @param detail which of its kind, such as a heap's name or a file's path; empty where the kind
///   says all
public record Part(Kind kind, String detail) {
  static Part of(Kind kind) {
    return new Part(kind, "");
  }

  /// What reports call it.
  ///
  /// @return for example `java-heap`, `freehold:orders` or `file:/var/lib/index`
  public String name() {
    return detail.isEmpty() ? kind.label() : kind.label() + ":" + detail;
  }
}
