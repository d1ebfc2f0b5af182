package dev.freehold.os;

/// How a range of memory will be used.
public enum Advice {
  /// Back with huge pages where possible.
  HUGE_PAGES(14),
  /// Back with normal pages only.
  NORMAL_PAGES(15),
  /// Leave out of core dumps.
  NO_DUMP(16);

  final int code;

  Advice(int code) {
    this.code = code;
  }
}
