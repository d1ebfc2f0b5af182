package dev.freehold;

import dev.freehold.track.AgeHistogram;
import dev.freehold.track.Amount;
import dev.freehold.track.Site;
import java.util.Comparator;
import java.util.List;

/// Who takes the memory of a heap, by the calls that took it.
///
/// | level | a row has |
/// |---|---|
/// | [Checks#SAMPLED] | estimates of all columns, from the sampled blocks that these calls took |
/// | [Checks#FULL], [Checks#GUARDED] | what is in use, counted; what was freed is in no column |
/// | below | there are no rows |
///
/// Estimates are unbiased: the sum of a column over many runs has the true mean. How far one may be
/// off says [Amount#error]; as a rule, `n` samples are within `2 / sqrt(n)` of the truth in 95 of
/// 100 cases, so 1,600 samples within 5 %. Blocks that are taken by address, through
/// [Heap#addresses] or [Heap#handles], are not sampled.
///
/// @param heap the name of the heap
/// @param checks its level
/// @param interval the mean number of bytes from one sample to the next at this moment; 0 where
///   blocks are not sampled
/// @param rows by the calls, the most bytes in use first
public record HeapProfile(String heap, Checks checks, long interval, List<Row> rows) {
  private static final int LINES = 10;

  /// What one stack of calls took.
  ///
  /// @param frames the calls, the latest first, at least one
  /// @param samples how many blocks were recorded
  /// @param taken what was taken from the opening of the heap on
  /// @param inUse the part that is not freed yet
  /// @param temporary the part that the thread that took it freed within a millisecond
  ///   ([dev.freehold.track.Sample#TEMPORARY])
  /// @param ages how old the part in use is
  public record Row(
      List<StackTraceElement> frames,
      long samples,
      Amount taken,
      Amount inUse,
      Amount temporary,
      AgeHistogram ages) {
    /// Keeps its own copy of the list.
    public Row {
      frames = List.copyOf(frames);
    }

    /// The latest call outside of Freehold and the JDK.
    ///
    /// @return where the program was
    public StackTraceElement place() {
      return Site.placeIn(frames);
    }
  }

  /// Keeps its own copy of the rows, in their order.
  public HeapProfile {
    rows =
        rows.stream()
            .sorted(
                Comparator.comparingDouble((Row row) -> row.inUse().bytes())
                    .thenComparingDouble(row -> row.taken().bytes())
                    .reversed())
            .toList();
  }

  /// What is in use, of all rows.
  ///
  /// @return the sum
  public Amount inUse() {
    return rows.stream().map(Row::inUse).reduce(Amount.NONE, Amount::plus);
  }

  /// What was taken, of all rows.
  ///
  /// @return the sum
  public Amount taken() {
    return rows.stream().map(Row::taken).reduce(Amount.NONE, Amount::plus);
  }

  /// The profile in words: the rows with the most bytes in use.
  ///
  /// @return several lines
  public String message() {
    StringBuilder text =
        new StringBuilder("Freehold: profile of heap '%s'".formatted(heap))
            .append(interval > 0 ? ", a sample in %d bytes".formatted(interval) : "")
            .append(
                "\n%16s %14s %10s %16s %16s  %s"
                    .formatted("bytes in use", "+-", "blocks", "bytes taken", "temporary", "site"));
    for (Row row : rows.subList(0, Math.min(LINES, rows.size()))) {
      text.append(
          "\n%16d %14d %10d %16d %16d  %s"
              .formatted(
                  Math.round(row.inUse().bytes()),
                  Math.round(row.inUse().error()),
                  Math.round(row.inUse().blocks()),
                  Math.round(row.taken().bytes()),
                  Math.round(row.temporary().bytes()),
                  Site.line(row.place())));
    }
    return rows.size() <= LINES
        ? text.toString()
        : text.append("\nand %d other rows".formatted(rows.size() - LINES)).toString();
  }
}
