package dev.freehold;

import dev.freehold.alloc.InvalidFreeException;
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
/// | [IndexOutOfBoundsException] of a layout's path, or of the part that a borrow is of | overflow | the stacks |
/// | [OffHeapOutOfMemoryException] of more than the heap reserves | size overflow | none was taken |
/// | [IllegalStateException] "Already closed" | use after free | the stacks: see below |
/// | [WrongThreadException] | wrong thread | the stacks |
/// | [IllegalArgumentException] "read-only" | permission | the stacks |
/// | [InternalError] of a guard page | overflow, underflow or use after free | the stacks |
/// | [InvalidFreeException] | invalid free; of a heap, its own | the address |
/// | [MisuseException] | its own | its own |
///
/// Where the message names no address, the block is the one whose stacks share the most outer calls
/// with the fault's, and of those the latest: right where a fault is near its cause, and a guess
/// elsewhere, which the words say: "fault near". A fault at a guard page may surface some calls
/// above the access.
///
/// A block that a fault closed on its way out counts as live: [Unwound].
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
    if (thrown instanceof SizeException refused) {
      return refused.report();
    }
    if (thrown instanceof StrayAddressException refused) {
      return refused.report();
    }
    if (thrown instanceof InvalidFreeException refused) {
      return stray(refused);
    }
    if (thrown instanceof OffHeapOutOfMemoryException refused) {
      return beyondAnyMemory(refused);
    }
    if (thrown instanceof IndexOutOfBoundsException) {
      return outOfBounds(thrown, message);
    }
    if (thrown instanceof IllegalStateException && message.equals("Already closed")) {
      return near(thrown, Defect.USE_AFTER_FREE, "block used after it was freed", freed());
    }
    if (thrown instanceof WrongThreadException) {
      return near(
          thrown, Defect.WRONG_THREAD, "block used by another thread than its owner", live(thrown));
    }
    if (thrown instanceof IllegalArgumentException && message.contains("read-only segment")) {
      return near(thrown, Defect.PERMISSION, "read-only memory written", live(thrown));
    }
    if (thrown instanceof InternalError && message.contains("unsafe memory access")) {
      return guardHit(thrown);
    }
    return null;
  }

  private static @Nullable Report outOfBounds(Throwable thrown, String message) {
    Matcher matcher = OUT_OF_BOUNDS.matcher(message);
    if (!matcher.find()) {
      return isOfNativeBounds(thrown) ? near(thrown, Defect.OVERFLOW, message, live(thrown)) : null;
    }
    if (message.contains("heapBase")) {
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
          null,
          used,
          null,
          null,
          "check for NULL what a native call or a lookup returns");
    }
    Defect defect = offset < 0 ? Defect.UNDERFLOW : Defect.OVERFLOW;
    String what =
        "segment of %d bytes used at offset %d, %d bytes long".formatted(size, offset, length);
    for (Heap heap : HeapLifetime.MAPPED) {
      Checker checker = heap.checker();
      BlockRecord record = checker == null ? null : checker.recordAround(address);
      if (checker != null && record != null) {
        return checker.reports().ofLive(defect, what, record, used);
      }
    }
    return new Report(
        defect,
        what,
        "0x%x, %d bytes".formatted(address, size),
        null,
        used,
        null,
        null,
        "run with -D%s=full to record where blocks are taken".formatted(Checks.PROPERTY));
  }

  /// Whether an index was refused by a layout, or by a lender of parts.
  private static boolean isOfNativeBounds(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      String type = frame.getClassName();
      if (type.startsWith("jdk.internal.foreign.") || type.equals(Lender.class.getName())) {
        return true;
      }
      if (!type.startsWith("java.") && !type.startsWith("jdk.internal.")) {
        return false;
      }
    }
    return false;
  }

  /// Of an allocator without a heap.
  private static Report stray(InvalidFreeException refused) {
    return new Report(
        Defect.INVALID_FREE,
        "address given that no block starts at: " + refused.what(),
        "0x%x, given to an allocator without a heap".formatted(refused.address()),
        null,
        Site.of(refused),
        null,
        null,
        "free each block once, by the address that allocate returned");
  }

  private static @Nullable Report beyondAnyMemory(OffHeapOutOfMemoryException refused) {
    return refused.fitsItsHeap()
        ? null
        : new Report(
            Defect.SIZE_OVERFLOW,
            "block of %d bytes asked for, more than the heap reserves".formatted(refused.bytes()),
            "none was taken",
            null,
            Site.of(refused),
            null,
            null,
            "compute sizes with Math.multiplyExact; check those that come from outside");
  }

  private static Report guardHit(Throwable thrown) {
    List<Candidate> guarded =
        all().stream().filter(each -> each.record.memory == BlockRecord.Memory.GUARDED).toList();
    Candidate best = best(thrown, guarded);
    boolean isFreed = best != null && !best.wasLive(thrown);
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
            null,
            used,
            null,
            null,
            "run with -D%s=full to record where blocks are taken and freed"
                .formatted(Checks.PROPERTY))
        : best.wasLive(thrown)
            ? best.checker.reports().ofLive(defect, what, best.record, used)
            : best.checker.reports().of(defect, what, best.record, used);
  }

  private record Candidate(Checker checker, BlockRecord record) {
    boolean wasLive(Throwable thrown) {
      return Unwound.wasLive(record, thrown.getStackTrace());
    }
  }

  private static List<Candidate> all() {
    List<Candidate> all = new ArrayList<>();
    for (Heap heap : HeapLifetime.MAPPED) {
      Checker checker = heap.checker();
      if (checker != null) {
        Stream.concat(checker.liveRecords().stream(), checker.freedRecords().stream())
            .forEach(record -> all.add(new Candidate(checker, record)));
      }
    }
    return all;
  }

  private static List<Candidate> freed() {
    return all().stream().filter(each -> !each.record.isLive()).toList();
  }

  /// Those that were live when something was thrown.
  private static List<Candidate> live(Throwable thrown) {
    return all().stream().filter(each -> each.wasLive(thrown)).toList();
  }

  /// The candidate that shares the most outer calls with the fault, of those the latest.
  private static @Nullable Candidate best(Throwable thrown, List<Candidate> candidates) {
    List<StackTraceElement> fault = List.of(thrown.getStackTrace());
    return candidates.stream()
        .limit(10_000)
        .max(
            Comparator.<Candidate>comparingInt(each -> shared(fault, each.record))
                .thenComparingLong(each -> latest(each, thrown)))
        .orElse(null);
  }

  private static int shared(List<StackTraceElement> fault, BlockRecord record) {
    return Math.max(shared(fault, record.taken()), shared(fault, record.freed()));
  }

  private static int shared(List<StackTraceElement> fault, @Nullable Site site) {
    return site == null ? 0 : Unwound.shared(fault, site.frames());
  }

  private static long latest(Candidate candidate, Throwable thrown) {
    Site freed = candidate.wasLive(thrown) ? null : candidate.record.freed();
    Site taken = candidate.record.taken();
    return freed != null ? freed.nanos() : taken != null ? taken.nanos() : 0;
  }
}
