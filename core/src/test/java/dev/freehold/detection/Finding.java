package dev.freehold.detection;

/// When a misuse is found, the earliest first.
enum Finding {
  /// By the access or the call itself.
  ALWAYS("always"),
  /// When the block is freed.
  ON_FREE("on free"),
  /// By [dev.freehold.Heap#verify], by [dev.freehold.Heap#close], or when the addresses are used
  /// again.
  ON_DEMAND("on demand"),
  /// Not at all.
  NOT("not");

  private final String cell;

  Finding(String cell) {
    this.cell = cell;
  }

  /// The finding in the table.
  String cell() {
    return cell;
  }
}
