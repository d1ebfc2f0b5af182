package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.track.Site;
import org.jspecify.annotations.Nullable;

/// The words about recorded blocks of one heap.
///
/// @param heap its name
record BlockReports(String heap) {
  /// A report of a block.
  ///
  /// @param used where it was used wrongly, or `null` where that is not known
  Report of(Defect defect, String what, BlockRecord record, @Nullable Site used) {
    return new Report(
        defect,
        what,
        Report.place(record.address, record.bytes, heap),
        heap,
        used,
        record.freed(),
        record.taken(),
        next(defect, record, used));
  }

  /// A report of a block that was live: where it was freed since does not matter.
  Report ofLive(Defect defect, String what, BlockRecord record, Site used) {
    Report whole = of(defect, what, record, used);
    return new Report(defect, what, whole.block(), heap, used, null, whole.taken(), whole.next());
  }

  private static String next(Defect defect, BlockRecord record, @Nullable Site used) {
    if (used != null && record.taken() != null) {
      return "look at the places above";
    }
    if (record.taken() == null) {
      return "record stacks: HeapConfig.withCheckConfig with Stacks.RECORDED";
    }
    return switch (defect) {
      case OVERFLOW, UNDERFLOW, WRITE_AFTER_FREE ->
          "run with -D%s=guarded: the write itself will throw".formatted(Checks.PROPERTY);
      default -> "look at the places above";
    };
  }

  /// What a changed byte beside a block means.
  ///
  /// @param changed its address, or [Allocator#NULL]
  /// @return `null` where none is, or it was reported before
  @Nullable Report beside(long changed, BlockRecord record) {
    boolean isAfter = changed - record.address >= 0;
    Defect defect = isAfter ? Defect.OVERFLOW : Defect.UNDERFLOW;
    if (changed == Allocator.NULL || !record.report(defect)) {
      return null;
    }
    String what =
        isAfter
            ? "block overrun: byte %d after its end was written"
                .formatted(changed - record.address - record.bytes)
            : "block underrun: byte %d before its start was written"
                .formatted(record.address - changed);
    return of(defect, what, record, null);
  }

  /// What a changed byte of a freed block means.
  ///
  /// @param changed its address, or [Allocator#NULL]
  /// @return `null` where none is, or it was reported before
  @Nullable Report within(long changed, BlockRecord record) {
    if (changed == Allocator.NULL || !record.report(Defect.WRITE_AFTER_FREE)) {
      return null;
    }
    return of(
        Defect.WRITE_AFTER_FREE,
        "block written to after it was freed, at offset %d".formatted(changed - record.address),
        record,
        null);
  }

  /// An address was given that lies inside a block.
  Report inside(long address, BlockRecord record) {
    String what =
        record.isLive()
            ? "address given that lies inside a block, %d bytes behind its start"
            : "address given that lies inside a freed block, %d bytes behind its start";
    return of(Defect.INVALID_FREE, what.formatted(address - record.address), record, Site.here());
  }
}
