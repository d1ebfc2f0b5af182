package dev.freehold.lab.report;

import dev.freehold.alloc.RegionAllocator;
import dev.freehold.region.Region;
import java.util.Arrays;

/// The cells of a timeline while it is recorded. How far an allocator will reach is not known
/// before, so rows start small, and whenever the region outgrows them each two are joined.
///
/// ```text
/// cells[column * MAX_ROWS + row] = bytes of the row in blocks, or NONE where none is committed
/// MAX_ROWS * bytesPerRow >= extent, the highest committed offset so far
/// ```
final class HeapMap {
  private static final int MAX_ROWS = 512;
  private static final long SMALLEST_ROW = 64;
  private static final long NONE = -1;

  private final long[] cells;
  private int columns;
  private long bytesPerRow = SMALLEST_ROW;
  private long extent;

  HeapMap(int maxColumns) {
    cells = new long[maxColumns * MAX_ROWS];
    Arrays.fill(cells, NONE);
  }

  long bytesPerRow() {
    return bytesPerRow;
  }

  int rows() {
    return (int) ((extent + bytesPerRow - 1) / bytesPerRow);
  }

  /// Adds a column: the allocator's blocks now.
  void sample(RegionAllocator allocator) {
    Region region = allocator.region();
    extent = Math.max(extent, region.highestCommitted());
    while (MAX_ROWS * bytesPerRow < extent) {
      joinRows();
    }
    int column = columns++ * MAX_ROWS;
    for (int row = 0; row < MAX_ROWS; row++) {
      long committed = region.committedBytes(row * bytesPerRow, bytesPerRow);
      cells[column + row] = committed == 0 ? NONE : 0;
    }
    allocator.walk((address, bytes, requested) -> add(column, address - region.base(), bytes));
  }

  private void add(int column, long offset, long bytes) {
    long end = offset + bytes;
    for (long at = offset; at < end; ) {
      long row = at / bytesPerRow;
      long next = Math.min((row + 1) * bytesPerRow, end);
      cells[column + (int) row] = Math.max(0, cells[column + (int) row]) + next - at;
      at = next;
    }
  }

  private void joinRows() {
    for (int column = 0; column < columns; column++) {
      int start = column * MAX_ROWS;
      for (int row = 0; row < MAX_ROWS / 2; row++) {
        long low = cells[start + 2 * row];
        long high = cells[start + 2 * row + 1];
        cells[start + row] = low == NONE ? high : high == NONE ? low : low + high;
      }
      Arrays.fill(cells, start + MAX_ROWS / 2, start + MAX_ROWS, NONE);
    }
    bytesPerRow *= 2;
  }

  /// The cells as [Timeline#occupancy].
  byte[] occupancy() {
    int rows = rows();
    byte[] bytes = new byte[columns * rows];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        long used = cells[column * MAX_ROWS + row];
        bytes[column * rows + row] =
            (byte) (used == NONE ? 0 : 1 + (used * 254 + bytesPerRow - 1) / bytesPerRow);
      }
    }
    return bytes;
  }
}
