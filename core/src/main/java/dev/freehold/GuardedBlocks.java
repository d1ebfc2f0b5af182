package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.guard.GuardedPages;
import dev.freehold.os.Os;
import dev.freehold.region.Payer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The blocks of a heap that lie between guard pages, and the records of those freed whose
/// addresses wait.
///
/// The pages are opened for the first of them; where that fails, and once they are closed, there
/// are none. Used under the lock of the checker.
///
/// Invariant: no record of a freed block is in the ledger whose addresses do not wait.
final class GuardedBlocks {
  private final Os os;
  private final Payer payer;
  private final long heapBytes;
  private final Checks level;
  private final Ledger ledger;

  /// The earliest freed first, for words about a late use.
  private final ArrayDeque<BlockRecord> freed = new ArrayDeque<>();

  private @Nullable GuardedPages pages;
  private boolean isClosed;

  /// @param heapBytes the addresses of the heap
  /// @param ledger the records of the heap's blocks
  GuardedBlocks(Os os, Payer payer, long heapBytes, Checks level, Ledger ledger) {
    this.os = os;
    this.payer = payer;
    this.heapBytes = heapBytes;
    this.level = level;
    this.ledger = ledger;
  }

  /// Takes a block.
  ///
  /// @return its address, or [Allocator#NULL] where canaries must do
  long allocate(long bytes, long alignment) {
    if (pages == null && !isClosed) {
      open();
    }
    if (pages == null) {
      return Allocator.NULL;
    }
    long address = pages.allocate(bytes, alignment);
    forgetReused(pages);
    return address;
  }

  private void open() {
    try {
      pages = new GuardedPages(os, new SecureRandom().nextLong(), heapBytes, payer);
    } catch (RuntimeException e) { // no addresses left: canaries will do
      isClosed = true;
    }
  }

  /// The changed byte beside a live block that is nearest to it, or [Allocator#NULL].
  long changed(BlockRecord record) {
    return pages == null ? Allocator.NULL : pages.changed(record.address, record.bytes);
  }

  void free(BlockRecord record) {
    if (pages != null) {
      freed.addLast(record);
      pages.free(record.address, record.bytes);
      forgetReused(pages);
    }
  }

  /// The addresses of those freed first do not wait any more.
  private void forgetReused(GuardedPages within) {
    int waiting = level == Checks.SAMPLED ? 0 : within.waiting();
    while (freed.size() > waiting) {
      ledger.remove(freed.removeFirst());
    }
  }

  boolean contains(long address) {
    return pages != null && pages.contains(address);
  }

  /// How many live, and how often no guard could be made.
  long[] counts() {
    return pages == null ? new long[2] : new long[] {pages.live(), pages.refused()};
  }

  /// What is charged for them, in bytes.
  long chargedBytes() {
    return pages == null ? 0 : pages.chargedBytes();
  }

  void close() {
    if (pages != null) {
      pages.close();
      pages = null;
    }
    isClosed = true;
  }
}
