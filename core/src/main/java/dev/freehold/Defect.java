package dev.freehold;

import java.util.Locale;

/// A way to misuse memory. Each has a page of its name in `docs/checks`.
public enum Defect {
  /// Bytes after the end of a block were used.
  OVERFLOW("a block is used within its bounds"),
  /// Bytes before the start of a block were used.
  UNDERFLOW("a block is used within its bounds"),
  /// A block was used after its owner had freed it, or had handed it on.
  USE_AFTER_FREE("a block is used before its owner frees it or hands it on, and not after"),
  /// A block was freed twice.
  DOUBLE_FREE("a block is freed once"),
  /// An address was freed that no block starts at.
  INVALID_FREE("what is freed is the start of a live block"),
  /// A block was freed through another heap than it was taken from.
  MISMATCHED_HEAP("a block is freed through the heap that it was taken from"),
  /// A borrow was still open when its owner ended it, or was opened beside one that excludes it.
  ESCAPED_BORROW("many read a block, or one writes it; its owner waits for both"),
  /// A thread used what another one owns.
  WRONG_THREAD("a block is used by the thread that owns it; send it, or share it"),
  /// A block was closed by one thread while another one used it.
  CLOSE_RACE("a block is freed after the last use by any thread"),
  /// The null address was used.
  NULL_ACCESS("the null address is no block"),
  /// A size was negative or beyond any memory.
  SIZE_OVERFLOW("sizes are computed so that they cannot overflow"),
  /// A freed block was written to.
  WRITE_AFTER_FREE("a block is written before it is freed, and not after"),
  /// Bytes were read that nobody had written.
  UNINITIALIZED_READ("bytes are written before they are read"),
  /// Memory was written or run that may only be read.
  PERMISSION("read-only memory is not written, and writable memory is not run"),
  /// A block was never freed.
  LEAK("a block is freed by its owner");

  private final String rule;

  Defect(String rule) {
    this.rule = rule;
  }

  /// What would have been right.
  ///
  /// @return one sentence, without a full stop
  public String rule() {
    return rule;
  }

  /// The page that explains it.
  ///
  /// @return a path from the root of the project
  public String page() {
    return "docs/checks/" + label() + ".md";
  }

  /// What commands and pages call it.
  ///
  /// @return for example `use-after-free`
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
