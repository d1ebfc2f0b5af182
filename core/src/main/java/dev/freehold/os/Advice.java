package dev.freehold.os;

/// How a range of memory will be used.
public enum Advice {
  /// Back with huge pages where possible.
  HUGE_PAGES(14),
  /// Back with normal pages only.
  NORMAL_PAGES(15),
  /// Leave out of core dumps.
  NO_DUMP(16),
  /// Leave out of forked processes: a touch there ends the forked process.
  NO_FORK(10),
  /// Zero in forked processes. For private memory that no file is behind.
  WIPE_ON_FORK(18);

  final int code;

  Advice(int code) {
    this.code = code;
  }
}
