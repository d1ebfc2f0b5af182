package dev.freehold;

import dev.freehold.alloc.Magazine;
import dev.freehold.alloc.PerThread;
import dev.freehold.track.Site;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes and frees the blocks of a heap that are recorded: a sample at [Checks#SAMPLED], all from
/// [Checks#FULL] on.
///
/// ```text
/// take   count -> is the heap open? -> checker -> no room: trim this heap, once more
///                                              -> no room: trim all heaps of the budget, once more
/// ```
///
/// Safe for use by many threads.
final class RecordedBlocks {
  private final Checks checks;
  private final PerThread blocks;
  private final HeapCharge charge;
  private final Checker checker;
  private final HeapLifetime lifetime;
  private final Sampler sampler;

  RecordedBlocks(
      Checks checks,
      PerThread blocks,
      HeapCharge charge,
      Checker checker,
      HeapLifetime lifetime,
      Sampler sampler) {
    this.checks = checks;
    this.blocks = blocks;
    this.charge = charge;
    this.checker = checker;
    this.lifetime = lifetime;
    this.sampler = sampler;
  }

  /// What looks after each of them.
  Checker checker() {
    return checker;
  }

  /// The mean number of bytes from one sample to the next; 0 where none are taken.
  long sampleInterval() {
    return checks == Checks.SAMPLED ? sampler.interval() : 0;
  }

  /// Takes a block that its owner holds as an object, where all are recorded.
  ///
  /// @param site where, if stacks are recorded
  /// @return its tether, or `null` where there is no room
  @Nullable Tether takeTethered(long bytes, long alignment, @Nullable Site site) {
    Origin origin = checker.tracker().tethered(site, bytes);
    return take(bytes, alignment, origin) == null ? null : origin.tether();
  }

  /// Takes a block that its owner holds by address, where all are recorded.
  ///
  /// @param site where, if stacks are recorded
  /// @return its address, or 0 where there is no room
  long takeAddress(long bytes, long alignment, @Nullable Site site) {
    BlockRecord record = take(bytes, alignment, checker.tracker().byAddress(site, bytes));
    return record == null ? 0 : record.address;
  }

  private @Nullable BlockRecord take(long bytes, long alignment, Origin origin) {
    BlockRecord record = takeCounted(bytes, alignment, checks == Checks.GUARDED, origin);
    if (record == null) {
      charge.forget();
      blocks.trim();
      record = takeCounted(bytes, alignment, false, origin);
    }
    if (record == null && charge.trimHolders()) {
      charge.forget();
      record = takeCounted(bytes, alignment, false, origin);
    }
    charge.tell();
    return record;
  }

  private @Nullable BlockRecord takeCounted(
      long bytes, long alignment, boolean guard, Origin origin) {
    BlockRecord record = null;
    checker.enter();
    try {
      lifetime.ensureOpen();
      record =
          bytes > blocks.region().bytes() ? null : checker.take(bytes, alignment, guard, origin);
      return record;
    } finally {
      if (record == null) {
        checker.leave();
        lifetime.afterFree();
      }
    }
  }

  /// Takes a block where its turn has come to be sampled.
  ///
  /// @param home the magazine that has counted it down; `null` where nothing is counted
  /// @return [Tether#NONE] where it is not sampled, or a sample has no room
  Tether sample(@Nullable Magazine home, long bytes, long alignment) {
    double weight = sampler.weigh(home, bytes);
    return weight == 0 ? Tether.NONE : sample(weight, bytes, alignment);
  }

  private Tether sample(double weight, long bytes, long alignment) {
    long began = sampler.now();
    Origin origin = checker.tracker().sampled(weight, bytes);
    BlockRecord record = takeCounted(bytes, alignment, sampler.guards(), origin);
    charge.tell();
    if (record == null) {
      return Tether.NONE;
    }
    sampler.taken(began, record.memory);
    return Objects.requireNonNull(origin.tether());
  }

  /// Frees a block by its owner.
  ///
  /// @param site where, if stacks are recorded
  void give(Tether tether, @Nullable Site site) {
    BlockRecord record = tether.record;
    boolean isSample = checks == Checks.SAMPLED;
    long began = isSample ? sampler.now() : 0;
    try {
      checker.give(record, site);
    } finally {
      Reference.reachabilityFence(tether); // not lost while it is freed
      if (isSample) {
        sampler.freed(began, record.memory);
      }
    }
  }

  /// A read borrow of a block is opened.
  void reading(BlockRecord record) {
    if (checks != Checks.SAMPLED) {
      checker.read(record);
    }
  }

  /// A read borrow of a part of a block is opened.
  void reading(BlockRecord record, long offset, long length) {
    if (checks != Checks.SAMPLED) {
      checker.read(record, offset, length);
    }
  }
}
