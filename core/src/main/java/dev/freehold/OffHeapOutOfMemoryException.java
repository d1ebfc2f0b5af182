package dev.freehold;

import dev.freehold.alloc.Statistics;
import org.jspecify.annotations.Nullable;

/// Signals that a heap has no room for a block, with the account of who holds what. The heap is
/// valid and unchanged; a smaller block, or one asked for later, may fit. Where a budget has
/// refused, the cause is its [BudgetExceededException].
public final class OffHeapOutOfMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long bytes;
  private final long reserveBytes;
  private final transient Statistics statistics;
  private final transient HeldReport held;

  OffHeapOutOfMemoryException(
      long bytes,
      long alignment,
      HeapConfig config,
      Statistics statistics,
      HeldReport held,
      String refusal,
      @Nullable BudgetExceededException budget) {
    super(message(bytes, alignment, config, statistics, held, refusal, budget), budget);
    this.bytes = bytes;
    this.reserveBytes = config.region().reserveBytes();
    this.statistics = statistics;
    this.held = held;
  }

  /// The size that was asked for.
  ///
  /// @return bytes
  public long bytes() {
    return bytes;
  }

  /// The figures of the heap when it refused.
  ///
  /// @return exact figures
  public Statistics statistics() {
    return statistics;
  }

  /// Who held what when the heap refused.
  ///
  /// @return the live blocks by size
  public HeldReport held() {
    return held;
  }

  /// Whether the heap could ever serve that size.
  boolean fitsItsHeap() {
    return bytes <= reserveBytes;
  }

  private static String message(
      long bytes,
      long alignment,
      HeapConfig config,
      Statistics statistics,
      HeldReport held,
      String refusal,
      @Nullable BudgetExceededException budget) {
    long limit = config.region().limitBytes();
    return """
    Freehold: no room in heap '%s' for a block of %d bytes
      asked   %d bytes, aligned to %d
      account %d requested, %d allocated, %d committed, limit %s, %d reserved (bytes)
      holes   %d bytes in all, the largest %d, external fragmentation %.2f
      held    %s%s
      refused %s
      rule    %s
      next    %s\
    """
        .formatted(
            config.name(),
            bytes,
            bytes,
            alignment,
            statistics.requestedBytes(),
            statistics.allocatedBytes(),
            statistics.committedBytes(),
            limit == Long.MAX_VALUE ? "none" : Long.toString(limit),
            config.region().reserveBytes(),
            statistics.holeBytes(),
            statistics.largestHoleBytes(),
            statistics.externalFragmentation(),
            held.holders(),
            held.places(),
            budget == null ? refusal : budget.reason(),
            budget == null
                ? "what is committed never exceeds the limit -> docs/guide/heap.md#out-of-memory"
                : "what is committed for heaps counts as used of their budget -> docs/guide/budgets.md#heaps",
            budget == null ? next(bytes, config, statistics) : budget.next());
  }

  private static String next(long bytes, HeapConfig config, Statistics statistics) {
    if (bytes > config.region().reserveBytes()) {
      return "ask for less, or open the heap with HeapConfig.withReserve of more than that";
    }
    if (bytes > config.region().limitBytes()) {
      return "ask for less, or open the heap with HeapConfig.withLimit of more than that";
    }
    if (statistics.holeBytes() >= bytes && statistics.largestHoleBytes() < bytes) {
      return "the holes would do, were they one: try another allocator (freehold replay compares"
          + " them), or open the heap with a larger HeapConfig.withLimit or withReserve";
    }
    return "close what is held and no longer needed, or open the heap with a larger"
        + " HeapConfig.withLimit or withReserve";
  }
}
