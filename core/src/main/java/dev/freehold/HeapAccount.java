package dev.freehold;

import dev.freehold.alloc.PerThread;
import dev.freehold.alloc.Statistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a heap says of its blocks: figures, who holds what, what has leaked.
///
/// From [Checks#FULL] on the records know all blocks, and the allocator more than these: canaries,
/// quarantine and placement. Below, the allocator knows all but those between guard pages, which
/// only the records do. The pages between guards are in no figure of the allocator.
///
/// Safe for use by many threads, and after the heap was closed.
final class HeapAccount {
  private final String heap;
  private final Checks checks;
  private final PerThread blocks;
  private final @Nullable Checker checker;
  private final boolean recordsAll;

  HeapAccount(String heap, Checks checks, PerThread blocks, @Nullable Checker checker) {
    this.heap = heap;
    this.checks = checks;
    this.blocks = blocks;
    this.checker = checker;
    this.recordsAll = checks.compareTo(Checks.FULL) >= 0;
  }

  private List<BlockRecord> live() {
    return checker == null ? List.of() : checker.liveRecords();
  }

  Statistics figures() {
    Statistics figures = blocks.statistics();
    if (checker == null) {
      return figures;
    }
    List<BlockRecord> beside = recordsAll ? live() : guarded();
    long requested = beside.stream().mapToLong(record -> record.bytes).sum();
    long pages = checker.guardedBytes();
    long allRequested = recordsAll ? requested : figures.requestedBytes() + requested;
    long allocated = figures.allocatedBytes() + pages;
    long committed = figures.committedBytes() + pages;
    return new Statistics(
        recordsAll ? beside.size() : figures.blocks() + beside.size(),
        allRequested,
        allocated,
        committed,
        figures.holeBytes(),
        figures.largestHoleBytes(),
        Math.max(allRequested, figures.peakRequestedBytes()),
        Math.max(allocated, figures.peakAllocatedBytes()),
        Math.max(committed, figures.peakCommittedBytes()),
        figures.metadataBytes());
  }

  private List<BlockRecord> guarded() {
    return live().stream().filter(record -> record.memory == BlockRecord.Memory.GUARDED).toList();
  }

  HeldReport held() {
    Map<Long, Long> blocksBySize = new HashMap<>();
    if (!recordsAll) {
      blocks.walk((address, bytes, requested) -> blocksBySize.merge(requested, 1L, Long::sum));
    }
    List<BlockRecord> live = live();
    for (BlockRecord record : live) {
      if (recordsAll || record.memory == BlockRecord.Memory.GUARDED) {
        blocksBySize.merge(record.bytes, 1L, Long::sum);
      }
    }
    return HeldReport.of(
        heap, blocksBySize, checker == null ? List.of() : checker.tracker().held(live));
  }

  List<HeldBlock> heldBlocks() {
    Map<Long, HeldBlock> byBase = new HashMap<>();
    if (!recordsAll) {
      blocks.walk((address, bytes, requested) ->
          byBase.put(address, new HeldBlock(address, requested, null, null)));
    }
    for (BlockRecord record : live()) {
      byBase.put(
          record.base, new HeldBlock(record.address, record.bytes, record.taken(), record.taker));
    }
    return List.copyOf(byBase.values());
  }

  List<Report> leaks() {
    Checker from = checker;
    return from == null
        ? List.of()
        : live().stream()
            .map(record -> from.reports().of(Defect.LEAK, "block never freed", record, null))
            .toList();
  }

  LeakReport leakReport() {
    return checker == null
        ? new LeakReport(heap, checks, Leaks.NONE, Leaks.NONE, Leaks.NONE)
        : checker.tracker().leaks(live());
  }

  /// @param interval the mean number of bytes from one sample to the next
  HeapProfile profile(long interval) {
    return checker == null
        ? new HeapProfile(heap, checks, 0, List.of())
        : checker.tracker().profile(live(), interval);
  }
}
