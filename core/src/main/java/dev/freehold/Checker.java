package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.InvalidFreeException;
import dev.freehold.alloc.PerThread;
import dev.freehold.guard.Canaries;
import dev.freehold.guard.GuardedPages;
import dev.freehold.guard.Poison;
import dev.freehold.guard.Quarantine;
import dev.freehold.guard.Shuffle;
import dev.freehold.os.Os;
import dev.freehold.track.Site;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Takes and frees blocks that are recorded, surrounded by canaries or guard pages, poisoned when
/// freed and quarantined before their addresses are used again.
///
/// ```text
/// take   placement -> canaries -> fill with the pattern of new blocks -> record in the ledger
/// give   record becomes FREED -> canaries? -> poison -> quarantine -> others leave: poison? -> free
/// ```
///
/// What is found is thrown, as a [MisuseException], by the call that found it, after that call has
/// done its work: the heap is valid, and the block is freed. Each block is reported once.
///
/// Safe for use by many threads. `lock` guards the quarantine, the placement and the guarded pages;
/// the ledger has locks of its own. The lock is a leaf but for the allocator's.
final class Checker {
  private final String heap;
  private final PerThread blocks;
  private final Os os;
  private final CheckConfig config;
  private final Checks level;
  private final Canaries canaries;
  private final Poison poison;
  private final Ledger ledger = new Ledger();
  private final LongAdder live = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Quarantine<BlockRecord> quarantine;
  private final Shuffle shuffle;
  private @Nullable GuardedPages guarded;
  private boolean isGuardless;

  Checker(String heap, PerThread blocks, Os os, Checks level, CheckConfig config) {
    SecureRandom random = new SecureRandom();
    this.heap = heap;
    this.blocks = blocks;
    this.os = os;
    this.level = level;
    this.config = config;
    this.canaries = new Canaries(random.nextLong());
    this.poison = new Poison(random.nextLong() | 0x0100_0000_0000_0001L);
    long limit = level == Checks.SAMPLED ? 0 : config.quarantineBytes();
    this.quarantine = new Quarantine<>(limit, record -> record.total, random.nextLong());
    this.shuffle = new Shuffle(random.nextLong());
  }

  /// Counts a block that is about to be taken, before it is asked whether the heap is open: who
  /// closes the heap asks first and counts afterwards, so one of the two sees the other.
  void enter() {
    live.increment();
  }

  /// Takes back what [#enter] counted, where no block was taken.
  void exit() {
    live.decrement();
  }

  /// Takes a block that [#enter] has counted.
  ///
  /// @return its record, or `null` where there is no room
  @Nullable BlockRecord take(long bytes, long alignment, boolean guard) {
    Site site = site();
    BlockRecord record = guard ? takeGuarded(bytes, alignment, site) : null;
    if (record == null) {
      record = takeSurrounded(bytes, alignment, site);
    }
    if (record != null) {
      ledger.put(record);
    }
    return record;
  }

  private @Nullable Site site() {
    return config.stacks() == CheckConfig.Stacks.RECORDED ? Site.here() : null;
  }

  private @Nullable BlockRecord takeSurrounded(long bytes, long alignment, @Nullable Site site) {
    long total = Shuffle.rounded(Canaries.total(bytes, alignment));
    if (total > blocks.region().bytes()) {
      return null;
    }
    long base = place(total, Math.max(alignment, Canaries.BYTES));
    if (base == Allocator.NULL && !leaveAll()) {
      return null;
    }
    if (base == Allocator.NULL) {
      base = place(total, Math.max(alignment, Canaries.BYTES));
      if (base == Allocator.NULL) {
        return null;
      }
    }
    long address = base + Canaries.before(alignment);
    canaries.place(address, bytes);
    if (level != Checks.SAMPLED) {
      poison.fillFresh(address, bytes);
    }
    return new BlockRecord(base, address, bytes, total, BlockRecord.Memory.SURROUNDED, site);
  }

  private long place(long total, long alignment) {
    long base = blocks.allocate(total, alignment);
    if (base == Allocator.NULL || level == Checks.SAMPLED || alignment > 16) {
      return base;
    }
    lock.lock();
    try {
      long chosen = shuffle.exchange(base, total);
      while (chosen == Allocator.NULL) {
        base = blocks.allocate(total, alignment);
        if (base == Allocator.NULL) {
          return Allocator.NULL;
        }
        chosen = shuffle.exchange(base, total);
      }
      return chosen;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable BlockRecord takeGuarded(long bytes, long alignment, @Nullable Site site) {
    lock.lock();
    try {
      if (guarded == null && !isGuardless) {
        openGuarded();
      }
      long address = guarded == null ? Allocator.NULL : guarded.allocate(bytes, alignment);
      if (address == Allocator.NULL) {
        return null;
      }
      if (level != Checks.SAMPLED) {
        poison.fillFresh(address, bytes);
      }
      return new BlockRecord(address, address, bytes, bytes, BlockRecord.Memory.GUARDED, site);
    } finally {
      lock.unlock();
    }
  }

  private void openGuarded() {
    try {
      guarded = new GuardedPages(os, new SecureRandom().nextLong());
    } catch (RuntimeException e) { // no addresses left: canaries will do
      isGuardless = true;
    }
  }

  /// Frees a block.
  ///
  /// @throws MisuseException if it was freed before, or something was written around it or, of
  ///   others, after they were freed
  void give(BlockRecord record) {
    Site site = site();
    if (!record.free(site)) {
      throw new MisuseException(
          report(Defect.DOUBLE_FREE, "block freed twice", record, Site.here(), null));
    }
    try {
      giveRecorded(record, site);
    } finally {
      live.decrement(); // from here on the memory may be gone
    }
  }

  private void giveRecorded(BlockRecord record, @Nullable Site site) {
    List<BlockRecord> written = new ArrayList<>(0);
    Report broken = null;
    if (record.memory == BlockRecord.Memory.GUARDED) {
      giveGuarded(record);
    } else {
      broken = brokenCanary(record, site);
      Poison.fillFreed(record.address, record.bytes);
      lock.lock();
      try {
        quarantine.add(record);
        record.isWaiting = true;
        for (BlockRecord next = quarantine.leaving(); next != null; next = quarantine.leaving()) {
          leave(next, written);
        }
      } finally {
        lock.unlock();
      }
    }
    throwFound(broken, written);
  }

  private void giveGuarded(BlockRecord record) {
    lock.lock();
    try {
      if (guarded != null) {
        guarded.free(record.address, record.bytes);
      }
    } finally {
      lock.unlock();
    }
    if (level == Checks.SAMPLED) {
      ledger.remove(record);
    }
  }

  /// A block's addresses may be used again.
  private void leave(BlockRecord record, List<BlockRecord> written) {
    if (level != Checks.SAMPLED
        && Poison.firstWritten(record.address, record.bytes) != Allocator.NULL
        && record.report()) {
      written.add(record);
    }
    record.isWaiting = false;
    ledger.remove(record);
    blocks.free(record.base);
  }

  /// Lets everything leave the quarantine.
  private boolean leaveAll() {
    List<BlockRecord> written = new ArrayList<>(0);
    boolean any = false;
    lock.lock();
    try {
      for (BlockRecord next = quarantine.poll(); next != null; next = quarantine.poll()) {
        any = true;
        leave(next, written);
      }
    } finally {
      lock.unlock();
    }
    throwFound(null, written);
    return any;
  }

  private void throwFound(@Nullable Report broken, List<BlockRecord> written) {
    MisuseException first = broken == null ? null : new MisuseException(broken);
    for (BlockRecord record : written) {
      MisuseException next = new MisuseException(writtenAfterFree(record));
      if (first == null) {
        first = next;
      } else {
        first.addSuppressed(next);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private Report writtenAfterFree(BlockRecord record) {
    long at = Poison.firstWritten(record.address, record.bytes);
    return report(
        Defect.WRITE_AFTER_FREE,
        "block written to after it was freed, at offset %d".formatted(at - record.address),
        record,
        null,
        null);
  }

  private @Nullable Report brokenCanary(BlockRecord record, @Nullable Site freed) {
    long after = canaries.changedAfter(record.address, record.bytes);
    long before = canaries.changedBefore(record.address);
    if (after == Allocator.NULL && before == Allocator.NULL || !record.report()) {
      return null;
    }
    return after != Allocator.NULL
        ? report(
            Defect.OVERFLOW,
            "block overrun: byte %d after its end was written"
                .formatted(after - record.address - record.bytes),
            record,
            null,
            freed)
        : report(
            Defect.UNDERFLOW,
            "block underrun: byte %d before its start was written".formatted(record.address - before),
            record,
            null,
            freed);
  }

  /// Frees by address.
  ///
  /// @throws MisuseException if no live block starts there
  void giveAt(long address) {
    BlockRecord record = ledger.at(address);
    if (record == null) {
      throw new MisuseException(invalidFree(address));
    }
    give(record);
  }

  private Report invalidFree(long address) {
    BlockRecord near = recordAround(address);
    if (near != null) {
      String what =
          near.isLive()
              ? "address freed that lies inside a block, %d bytes behind its start"
              : "address freed that lies inside a freed block, %d bytes behind its start";
      return report(
          Defect.INVALID_FREE, what.formatted(address - near.address), near, Site.here(), null);
    }
    Heap other = null;
    for (Heap each : Heap.OPEN) {
      other = each.contains(address) && !each.name().equals(heap) ? each : other;
    }
    String where =
        other != null
            ? "it is of heap '%s'".formatted(other.name())
            : blocks.region().contains(address) ? "no block is there" : "it is of no heap";
    Defect defect =
        address == Allocator.NULL
            ? Defect.NULL_ACCESS
            : other != null ? Defect.MISMATCHED_HEAP : Defect.INVALID_FREE;
    return new Report(
        defect,
        "address freed that no block starts at: " + where,
        "0x%x, given to heap '%s'".formatted(address, heap),
        Site.here(),
        null,
        null,
        "free what allocate returned, once, through the heap that it came from");
  }

  /// The record of the block that an address lies in, in time linear in the blocks.
  @Nullable BlockRecord recordAround(long address) {
    BlockRecord[] found = new BlockRecord[1];
    ledger.forEach(
        record -> {
          if (record.contains(address)) {
            found[0] = record;
          }
        });
    return found[0];
  }

  /// The size that was asked for.
  long sizeOf(long address) {
    BlockRecord record = ledger.at(address);
    if (record == null || !record.isLive()) {
      throw new InvalidFreeException("checked", address, "no live block of heap '" + heap + "'");
    }
    return record.bytes;
  }

  boolean resizeAt(long address, long bytes) {
    BlockRecord record = ledger.at(address);
    if (record == null || !record.isLive()) {
      throw new MisuseException(invalidFree(address));
    }
    return resize(record, bytes);
  }

  /// Resizes within the memory of the block: what its rounding left.
  boolean resize(BlockRecord record, long bytes) {
    if (record.memory == BlockRecord.Memory.GUARDED) {
      return bytes == record.bytes;
    }
    Report broken = brokenCanary(record, null);
    if (broken != null) {
      throw new MisuseException(broken);
    }
    if (record.address + bytes + Canaries.BYTES > record.base + record.total) {
      return false;
    }
    if (bytes > record.bytes) {
      poison.fillFresh(record.address + record.bytes, bytes - record.bytes);
    }
    record.bytes = bytes;
    canaries.placeAfter(record.address, bytes);
    return true;
  }

  /// A read borrow is opened over bytes that should have been written.
  void read(BlockRecord record, long from, long length) {
    if (level == Checks.SAMPLED || record.bytes < 8) {
      return;
    }
    boolean whole = from == record.address && length == record.bytes;
    boolean unwritten =
        whole
            ? poison.isUntouched(record.address, record.bytes)
            : poison.firstUnwritten(
                    record.address, from - record.address, from - record.address + length)
                != Allocator.NULL;
    if (unwritten && record.report()) {
      throw new MisuseException(
          report(
              Defect.UNINITIALIZED_READ,
              "block borrowed for reading, and bytes of it were never written",
              record,
              Site.here(),
              null));
    }
  }

  /// Checks the canaries of all live blocks and the poison of all freed ones.
  ///
  /// @throws MisuseException for the first that was written to; others are suppressed in it
  void verify() {
    ledger.verify();
    List<BlockRecord> written = new ArrayList<>(0);
    Report[] broken = new Report[1];
    lock.lock(); // nothing leaves the quarantine meanwhile
    try {
      ledger.forEach(
          record -> {
            if (record.memory == BlockRecord.Memory.GUARDED) {
              return;
            }
            if (record.isLive()) {
              Report report = brokenCanary(record, null);
              broken[0] = report == null ? broken[0] : report;
            } else if (record.isWaiting
                && Poison.firstWritten(record.address, record.bytes) != Allocator.NULL
                && record.report()) {
              written.add(record);
            }
          });
    } finally {
      lock.unlock();
    }
    throwFound(broken[0], written);
  }

  /// How many blocks live, are about to be taken or are being freed. Never fewer: what counts down
  /// was counted up before, and who was counted while the heap was open is seen by who closed it.
  long live() {
    return live.sum();
  }

  /// How many blocks live between guard pages, and how often no guard could be made.
  long[] guards() {
    lock.lock();
    try {
      return guarded == null ? new long[2] : new long[] {guarded.live(), guarded.refused()};
    } finally {
      lock.unlock();
    }
  }

  /// The records of live blocks, the earliest taken first where that is known.
  List<BlockRecord> liveRecords() {
    List<BlockRecord> records = new ArrayList<>();
    ledger.forEach(
        record -> {
          if (record.isLive()) {
            records.add(record);
          }
        });
    records.sort(Comparator.comparingLong(Checker::nanos));
    return records;
  }

  /// The records of freed blocks whose addresses wait, the latest freed first.
  List<BlockRecord> freedRecords() {
    List<BlockRecord> records = new ArrayList<>();
    ledger.forEach(
        record -> {
          if (!record.isLive()) {
            records.add(record);
          }
        });
    records.sort(Comparator.comparingLong(Checker::freedNanos).reversed());
    return records;
  }

  private static long nanos(BlockRecord record) {
    Site taken = record.taken();
    return taken == null ? 0 : taken.nanos();
  }

  private static long freedNanos(BlockRecord record) {
    Site freed = record.freed();
    return freed == null ? 0 : freed.nanos();
  }

  Report report(
      Defect defect, String what, BlockRecord record, @Nullable Site used, @Nullable Site freed) {
    return new Report(
        defect,
        what,
        "0x%x, %d bytes, from heap '%s'".formatted(record.address, record.bytes, heap),
        used,
        freed == null ? record.freed() : freed,
        record.taken(),
        next(defect, record));
  }

  private String next(Defect defect, BlockRecord record) {
    if (record.taken() == null) {
      return "record stacks: HeapConfig.withCheckConfig with Stacks.RECORDED";
    }
    return switch (defect) {
      case OVERFLOW, UNDERFLOW, WRITE_AFTER_FREE ->
          "run with -D%s=guarded: the write itself will throw".formatted(Checks.PROPERTY);
      default -> "look at the places above";
    };
  }

  void close() {
    lock.lock();
    try {
      if (guarded != null) {
        guarded.close();
        guarded = null;
        isGuardless = true;
      }
    } finally {
      lock.unlock();
    }
  }
}
