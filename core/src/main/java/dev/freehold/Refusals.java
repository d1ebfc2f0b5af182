package dev.freehold;

import dev.freehold.track.Site;
import org.jspecify.annotations.Nullable;

/// The words of refusals that owners and borrows have in common.
final class Refusals {
  private Refusals() {}

  static WrongThreadException wrongThread(String what, Use use, Thread owner) {
    Report report =
        new Report(
            Defect.WRONG_THREAD,
            "memory %s by another thread than its owner".formatted(use.participle),
            "%s, owned by the thread that took it: %s".formatted(what, owner),
            null,
            Site.here(),
            null,
            null,
            "hand it over with block.send() and parcel.receive(), or share it with block.share()");
    return new WrongThreadException(report.message());
  }

  /// Borrows are open, or the JVM keeps the segment alive for a native call or a channel.
  static MisuseException lentOrPinned(
      Lender lender, String kind, Use use, @Nullable RuntimeException cause) {
    String what;
    String next;
    if (cause != null && lender.lent == Lender.FREE) {
      what =
          "%s %s while it is in use by a native call or a channel".formatted(kind, use.participle);
      next = "wait until the call has returned";
    } else if (lender.lent == Lender.WRITER) {
      what = "%s %s while it is borrowed for writing".formatted(kind, use.participle);
      next = "close the write borrow first; try-with-resources nests them";
    } else {
      what =
          "%s %s while it is borrowed for reading by %d"
              .formatted(kind, use.participle, lender.lent);
      next = "close the read borrows first; try-with-resources nests them";
    }
    Report report =
        new Report(
            Defect.ESCAPED_BORROW,
            what,
            lender.place(),
            lender.heap.name(),
            Site.here(),
            null,
            lender.taken(),
            next);
    return cause == null ? new MisuseException(report) : new MisuseException(report, cause);
  }
}
