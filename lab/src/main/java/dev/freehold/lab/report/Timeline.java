package dev.freehold.lab.report;

/// What every address range held, and what was in use, at sampled moments of a replay: the heap
/// map.
///
/// ```text
/// row rows-1 |  .  .  o  o  .  |     occupancy[column * rows + row]
///      ...   |  .  o  O  O  o  |       0        not committed
/// row 1      |  o  O  O  O  o  |       1        committed, free
/// row 0      |  O  O  O  O  O  |       2..255   in blocks: 1 + 254 * share of the row, rounded up
///             operation[column] ->
/// ```
///
/// Row `r` holds the addresses from `base + r * bytesPerRow`. A row is committed where any byte of
/// it is; only a row that lies in blocks entirely has 255.
///
/// @param allocator its name on the command line
/// @param columns the number of moments
/// @param rows the number of address ranges
/// @param bytesPerRow the length of each range, a power of two
/// @param operation the number of operations done, by column, strictly ascending
/// @param requested the bytes requested by live blocks, by column
/// @param allocated the bytes occupied by live blocks, by column
/// @param committed the bytes committed, by column
/// @param occupancy a byte of every cell, column by column
@SuppressWarnings("ArrayRecordComponent") // carried to the page, never compared or kept in a set
public record Timeline(
    String allocator,
    int columns,
    int rows,
    long bytesPerRow,
    long[] operation,
    long[] requested,
    long[] allocated,
    long[] committed,
    byte[] occupancy) {

  /// Checks that every array has the length that the other components give it.
  ///
  /// @throws IllegalArgumentException if one has not
  public Timeline {
    if (operation.length != columns
        || requested.length != columns
        || allocated.length != columns
        || committed.length != columns
        || occupancy.length != columns * rows) {
      throw new IllegalArgumentException(
          "the timeline of %s has arrays that do not fit %d columns of %d rows"
              .formatted(allocator, columns, rows));
    }
  }
}
