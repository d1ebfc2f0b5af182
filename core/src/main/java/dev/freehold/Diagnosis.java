package dev.freehold;

import dev.freehold.track.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the JVM's own refusal of an access means: which block, and where it was taken and freed.
///
/// The JVM throws from segments by itself, with few words. A diagnosis joins them with the records
/// that heaps keep from [Checks#SAMPLED] on:
///
/// | thrown | defect | the block is found by |
/// |---|---|---|
/// | [IndexOutOfBoundsException] of a segment | overflow, underflow, null access | the address in the message |
/// | [IllegalStateException] "Already closed" | use after free | the stacks: see below |
/// | [WrongThreadException] | wrong thread | the stacks |
/// | [IllegalArgumentException] "read-only" | permission | the stacks |
/// | [InternalError] of a guard page | overflow, underflow or use after free | the stacks |
/// | [MisuseException] | its own | its own |
///
/// Where the message names no address, the block is the one whose stacks share the most outer calls
/// with the fault's, and of those the latest: right where a fault is near its cause, and a guess
/// elsewhere, which the words say: "fault near". A fault at a guard page may surface some calls
/// above the access.
///
/// Everything here happens after the fault; nothing is recorded for it.
public final class Diagnosis {
  private static final Pattern OUT_OF_BOUNDS =
      Pattern.compile(
          "Out of bound access on segment .*address: 0x([0-9a-f]+), byteSize: (\\d+) }.*new offset = (-?\\d+); new length = (-?\\d+)");

  private Diagnosis() {}

  /// Explains something thrown, on the thread that caught it.
  ///
  /// @param thrown by an access to native memory, or by anything else
  /// @return what is known, or `null` where it is no misuse of memory
  public static @Nullable Report of(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    if (thrown instanceof MisuseException misuse) {
      return misuse.report();
    }
    if (thrown instanceof IndexOutOfBoundsException) {
      return outOfBounds(thrown, message);
    }
    if (thrown instanceof IllegalStateException && message.equals("Already closed")) {
      return near(thrown, Defect.USE_AFTER_FREE, "block used after it was freed", freed());
    }
    if (thrown instanceof WrongThreadException) {
      return near(
          thrown, Defect.WRONG_THREAD, "block used by another thread than its owner", live());
    }
    if (thrown instanceof IllegalArgumentException && message.contains("read-only segment")) {
      return near(thrown, Defect.PERMISSION, "read-only memory written", live());
    }
    if (thrown instanceof InternalError && message.contains("unsafe memory access")) {
      return guardHit(thrown);
    }
    return null;
  }

  private static @Nullable Report outOfBounds(Throwable thrown, String message) {
    Matcher matcher = OUT_OF_BOUNDS.matcher(message);
    if (!matcher.find()) {
      return null;
    }
    long address = Long.parseUnsignedLong(matcher.group(1), 16);
    long size = Long.parseLong(matcher.group(2));
    long offset = Long.parseLong(matcher.group(3));
    long length = Long.parseLong(matcher.group(4));
    Site used = Site.of(thrown);
    if (address == 0) {
      return new Report(
          Defect.NULL_ACCESS,
          "null address used",
          "0x0, which is no block",
          used,
          null,
          null,
          "check for NULL what a native call or a lookup returns");
    }
    Defect defect = offset < 0 ? Defect.UNDERFLOW : Defect.OVERFLOW;
    String what =
        "segment of %d bytes used at offset %d, %d bytes long".formatted(size, offset, length);
    for (Heap heap : Heap.OPEN) {
      Checker checker = heap.checker();
      BlockRecord record = checker == null ? null : checker.recordAround(address);
      if (checker != null && record != null) {
        return checker.report(defect, what, record, used, null);
      }
    }
    return new Report(
        defect,
        what,
        "0x%x, %d bytes".formatted(address, size),
        used,
        null,
        null,
        "run with -D%s=full to record where blocks are taken".formatted(Checks.PROPERTY));
  }

  private static Report guardHit(Throwable thrown) {
    List<Candidate> guarded =
        Stream.concat(live().stream(), freed().stream())
            .filter(each -> each.record.memory == BlockRecord.Memory.GUARDED)
            .toList();
    Candidate best = best(thrown, guarded);
    boolean isFreed = best != null && !best.record.isLive();
    return report(
        thrown,
        isFreed ? Defect.USE_AFTER_FREE : Defect.OVERFLOW,
        isFreed
            ? "guard page hit, fault near a block that was freed"
            : "guard page hit, fault near an end of a block",
        best);
  }

  private static Report near(
      Throwable thrown, Defect defect, String what, List<Candidate> candidates) {
    return report(thrown, defect, what, best(thrown, candidates));
  }

  private static Report report(
      Throwable thrown, Defect defect, String what, @Nullable Candidate best) {
    Site used = Site.of(thrown);
    return best == null
        ? new Report(
            defect,
            what,
            "of a heap that records none",
            used,
            null,
            null,
            "run with -D%s=full to record where blocks are taken and freed"
                .formatted(Checks.PROPERTY))
        : best.checker.report(defect, what, best.record, used, null);
  }

  private record Candidate(Checker checker, BlockRecord record) {}

  private static List<Candidate> freed() {
    List<Candidate> all = new ArrayList<>();
    for (Heap heap : Heap.OPEN) {
      Checker checker = heap.checker();
      if (checker != null) {
        checker.freedRecords().forEach(record -> all.add(new Candidate(checker, record)));
      }
    }
    return all;
  }

  private static List<Candidate> live() {
    List<Candidate> all = new ArrayList<>();
    for (Heap heap : Heap.OPEN) {
      Checker checker = heap.checker();
      if (checker != null) {
        checker.liveRecords().forEach(record -> all.add(new Candidate(checker, record)));
      }
    }
    return all;
  }

  /// The candidate that shares the most outer calls with the fault, of those the latest.
  private static @Nullable Candidate best(Throwable thrown, List<Candidate> candidates) {
    StackTraceElement[] fault = thrown.getStackTrace();
    return candidates.stream()
        .limit(10_000)
        .max(
            Comparator.<Candidate>comparingInt(each -> shared(fault, each.record))
                .thenComparingLong(each -> latest(each.record)))
        .orElse(null);
  }

  private static int shared(StackTraceElement[] fault, BlockRecord record) {
    return Math.max(shared(fault, record.taken()), shared(fault, record.freed()));
  }

  private static int shared(StackTraceElement[] fault, @Nullable Site site) {
    if (site == null) {
      return 0;
    }
    List<StackTraceElement> frames = site.frames();
    int shared = 0;
    while (shared < Math.min(fault.length, frames.size())) {
      StackTraceElement a = fault[fault.length - 1 - shared];
      StackTraceElement b = frames.get(frames.size() - 1 - shared);
      if (!a.getClassName().equals(b.getClassName())
          || !a.getMethodName().equals(b.getMethodName())) {
        break;
      }
      shared++;
    }
    return shared;
  }

  private static long latest(BlockRecord record) {
    Site freed = record.freed();
    Site taken = record.taken();
    return freed != null ? freed.nanos() : taken != null ? taken.nanos() : 0;
  }
}
