package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.PerThread;
import dev.freehold.guard.Canaries;
import dev.freehold.guard.Poison;
import dev.freehold.guard.Quarantine;
import dev.freehold.guard.Shuffle;
import dev.freehold.os.Os;
import dev.freehold.region.Payer;
import dev.freehold.track.Sample;
import dev.freehold.track.Site;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
/// done its work: the heap is valid, and the block is freed. Each defect of a block is reported
/// once.
///
/// Safe for use by many threads. `lock` guards the quarantine, the placement and the guarded pages;
/// the ledger has locks of its own. The lock is a leaf but for the allocator's.
final class Checker {
  private final String heap;
  private final BlockReports reports;
  private final PerThread blocks;
  private final Checks level;
  private final Tracker tracker;
  private final Canaries canaries;
  private final Poison poison;
  private final Ledger ledger = new Ledger();
  private final AtomicLong live = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Quarantine<BlockRecord> quarantine;
  private final Shuffle shuffle;
  private final GuardedBlocks guarded;

  Checker(String heap, PerThread blocks, Os os, Payer payer, Checks level, CheckConfig config) {
    SecureRandom random = new SecureRandom();
    this.heap = heap;
    this.reports = new BlockReports(heap);
    this.blocks = blocks;
    this.level = level;
    this.tracker = new Tracker(heap, level, config);
    this.canaries = new Canaries(random.nextLong());
    this.poison = new Poison(random.nextLong() | 0x0100_0000_0000_0001L);
    long limit = level == Checks.SAMPLED ? 0 : config.quarantineBytes();
    this.quarantine = new Quarantine<>(limit, record -> record.total, random.nextLong());
    this.shuffle = new Shuffle(random.nextLong());
    this.guarded = new GuardedBlocks(os, payer, blocks.region().bytes(), level, ledger);
  }

  /// Takes a block that [#enter] has counted.
  ///
  /// @param origin who takes it
  /// @return its record, or `null` where there is no room
  @Nullable BlockRecord take(long bytes, long alignment, boolean guard, Origin origin) {
    BlockRecord record = guard ? takeGuarded(bytes, alignment, origin) : null;
    if (record == null) {
      record = takeSurrounded(bytes, alignment, origin);
    }
    if (record != null) {
      ledger.put(record);
      origin.sample().take();
      Events.taken(heap, origin.sample());
    }
    return record;
  }

  /// The words about these blocks.
  BlockReports reports() {
    return reports;
  }

  /// What is known of the recorded blocks beyond each of them.
  Tracker tracker() {
    return tracker;
  }

  /// Counts a block as live before it is taken, or a reader of them: the memory stays mapped.
  void enter() {
    live.incrementAndGet();
  }

  /// It was not taken, or has been read.
  void leave() {
    live.decrementAndGet();
  }

  private @Nullable BlockRecord takeSurrounded(long bytes, long alignment, Origin origin) {
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
    return new BlockRecord(base, address, bytes, total, BlockRecord.Memory.SURROUNDED, origin);
  }

  private long place(long total, long alignment) {
    long base = blocks.allocate(total, alignment);
    if (level == Checks.SAMPLED || alignment > 16) {
      return base;
    }
    lock.lock();
    try {
      long chosen = Allocator.NULL;
      while (base != Allocator.NULL) {
        chosen = shuffle.exchange(base, total);
        if (chosen != Allocator.NULL) {
          return chosen;
        }
        base = blocks.allocate(total, alignment);
      }
      return shuffle.spare(total);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable BlockRecord takeGuarded(long bytes, long alignment, Origin origin) {
    lock.lock();
    try {
      long address = guarded.allocate(bytes, alignment);
      if (address == Allocator.NULL) {
        return null;
      }
      if (level != Checks.SAMPLED) {
        poison.fillFresh(address, bytes);
      }
      return new BlockRecord(address, address, bytes, bytes, BlockRecord.Memory.GUARDED, origin);
    } finally {
      lock.unlock();
    }
  }

  /// Frees a block.
  ///
  /// @param site where, or `null` where stacks are left out
  /// @throws MisuseException if it was freed before, or something was written around it or, of
  ///   others, after they were freed
  void give(BlockRecord record, @Nullable Site site) {
    if (!record.free(site)) {
      throw new MisuseException(
          reports.of(Defect.DOUBLE_FREE, "block freed twice", record, Site.here()));
    }
    try {
      countFreed(record);
      giveFreed(record);
    } finally {
      live.decrementAndGet(); // the last: where none lives, a closed heap unmaps its memory
    }
  }

  private void countFreed(BlockRecord record) {
    Sample sample = record.sample();
    if (sample != null && (sample.stack() != null || sample.isWritten())) {
      long now = System.nanoTime();
      sample.free(now);
      Events.freed(heap, sample, now);
    }
  }

  private void giveFreed(BlockRecord record) {
    List<Report> written = new ArrayList<>(0);
    Report broken;
    if (record.memory == BlockRecord.Memory.GUARDED) {
      broken = giveGuarded(record);
    } else {
      broken = brokenCanary(record);
      Poison.fillFreed(record.address, record.bytes);
      record.poisoned();
      lock.lock();
      try {
        quarantine.add(record);
        for (BlockRecord next = quarantine.leaving(); next != null; next = quarantine.leaving()) {
          leave(next, written);
        }
      } finally {
        lock.unlock();
      }
    }
    throwFound(broken, written);
  }

  private @Nullable Report giveGuarded(BlockRecord record) {
    lock.lock();
    try {
      long changed = guarded.changed(record);
      guarded.free(record);
      return reports.beside(changed, record);
    } finally {
      lock.unlock();
    }
  }

  /// A block's addresses may be used again.
  private void leave(BlockRecord record, List<Report> written) {
    if (level != Checks.SAMPLED) {
      findWritten(record, written);
    }
    ledger.remove(record);
    blocks.free(record.base);
  }

  private void findWritten(BlockRecord record, List<Report> written) {
    Report late = reports.within(Poison.firstWritten(record.address, record.bytes), record);
    if (late != null) {
      written.add(late);
    }
  }

  /// Lets everything leave the quarantine.
  private boolean leaveAll() {
    List<Report> written = new ArrayList<>(0);
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

  private static void throwFound(@Nullable Report broken, List<Report> written) {
    MisuseException first = broken == null ? null : new MisuseException(broken);
    for (Report report : written) {
      MisuseException next = new MisuseException(report);
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

  /// Looks around a live block, under `lock`.
  private @Nullable Report brokenAround(BlockRecord record) {
    return record.memory == BlockRecord.Memory.SURROUNDED
        ? brokenCanary(record)
        : reports.beside(guarded.changed(record), record);
  }

  private @Nullable Report brokenCanary(BlockRecord record) {
    Report overrun = reports.beside(canaries.changedAfter(record.address, record.bytes), record);
    return overrun == null
        ? reports.beside(canaries.changedBefore(record.address), record)
        : overrun;
  }

  /// Frees by address.
  ///
  /// @throws MisuseException if no live block starts there
  void giveAt(long address, @Nullable Site site) {
    BlockRecord record = ledger.at(address);
    if (record == null) {
      throw new MisuseException(invalidFree(address));
    }
    give(record, site);
  }

  private Report invalidFree(long address) {
    BlockRecord near = recordAround(address);
    return near == null
        ? StrayAddress.report(heap, address, contains(address), "no block is there")
        : reports.inside(address, near);
  }

  /// Whether an address lies in the memory of this heap or its guarded pages.
  boolean contains(long address) {
    if (blocks.region().contains(address)) {
      return true;
    }
    lock.lock();
    try {
      return guarded.contains(address);
    } finally {
      lock.unlock();
    }
  }

  /// The record of the block that an address lies in, in time linear in the blocks.
  @Nullable BlockRecord recordAround(long address) {
    BlockRecord[] found = new BlockRecord[1];
    ledger.forEach(record -> {
      if (record.contains(address)) {
        found[0] = record;
      }
    });
    return found[0];
  }

  /// The size that was asked for.
  long sizeOf(long address) {
    return liveAt(address, "size asked of a block after it was freed").bytes;
  }

  boolean resizeAt(long address, long bytes) {
    return resize(liveAt(address, "block resized after it was freed"), bytes);
  }

  private BlockRecord liveAt(long address, String whereFreed) {
    BlockRecord record = ledger.at(address);
    if (record == null) {
      throw new MisuseException(invalidFree(address));
    }
    if (!record.isLive()) {
      throw new MisuseException(reports.of(Defect.USE_AFTER_FREE, whereFreed, record, Site.here()));
    }
    return record;
  }

  /// Resizes within the memory of the block: what its rounding left.
  boolean resize(BlockRecord record, long bytes) {
    if (record.memory == BlockRecord.Memory.GUARDED) {
      return bytes == record.bytes;
    }
    lock.lock(); // who verifies sees the size and the canary behind it change together
    try {
      return resizeSurrounded(record, bytes);
    } finally {
      lock.unlock();
    }
  }

  private boolean resizeSurrounded(BlockRecord record, long bytes) {
    Report broken = brokenCanary(record);
    if (broken != null) {
      throw new MisuseException(broken);
    }
    if (bytes > record.base + record.total - record.address - Canaries.BYTES) {
      return false;
    }
    if (bytes > record.bytes) {
      poison.fillFresh(record.address + record.bytes, bytes - record.bytes);
    }
    record.bytes = bytes;
    Sample sample = record.sample();
    if (sample != null) {
      sample.resize(bytes);
    }
    canaries.placeAfter(record.address, bytes);
    return true;
  }

  /// A read borrow of a whole block is opened: something of it should have been written.
  void read(BlockRecord record) {
    refuseUnwritten(record, poison.isUntouched(record.address, record.bytes));
  }

  /// A read borrow of a part is opened: every word of it should have been written.
  void read(BlockRecord record, long offset, long length) {
    refuseUnwritten(
        record, poison.firstUnwritten(record.address, offset, offset + length) != Allocator.NULL);
  }

  private void refuseUnwritten(BlockRecord record, boolean isUnwritten) {
    if (isUnwritten && record.report(Defect.UNINITIALIZED_READ)) {
      throw new MisuseException(
          reports.of(
              Defect.UNINITIALIZED_READ,
              "block borrowed for reading, and bytes of it were never written",
              record,
              Site.here()));
    }
  }

  /// Checks the canaries of all live blocks and the poison of all freed ones.
  ///
  /// @throws MisuseException for the first that was written to; others are suppressed in it
  void verify() {
    ledger.verify();
    List<Report> written = new ArrayList<>(0);
    Report[] broken = new Report[1];
    lock.lock(); // nothing leaves meanwhile: what is looked at stays memory of these blocks
    try {
      ledger.forEach(record -> {
        if (record.isLive()) {
          Report report = brokenAround(record);
          if (report != null && broken[0] == null) {
            broken[0] = report;
          } else if (report != null) {
            written.add(report);
          }
        } else if (record.isPoisoned()) {
          findWritten(record, written);
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
    return live.get();
  }

  /// How many blocks live between guard pages, and how often no guard could be made.
  long[] guards() {
    lock.lock();
    try {
      return guarded.counts();
    } finally {
      lock.unlock();
    }
  }

  /// What is charged for blocks between guard pages.
  long guardedBytes() {
    lock.lock();
    try {
      return guarded.chargedBytes();
    } finally {
      lock.unlock();
    }
  }

  /// The records of live blocks, the earliest taken first where that is known.
  List<BlockRecord> liveRecords() {
    List<BlockRecord> records = new ArrayList<>();
    ledger.forEach(record -> {
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
    ledger.forEach(record -> {
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

  void close() {
    lock.lock();
    try {
      guarded.close();
    } finally {
      lock.unlock();
    }
  }
}
