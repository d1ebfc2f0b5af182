package dev.freehold.lab.report;

import dev.freehold.lab.trace.Trace;
import java.util.Arrays;

/// How many blocks of which size a trace asks for. Classes end at quarter powers of two, so that a
/// class is never wider than a quarter of its smallest size.
///
/// ```text
/// class    0  1  2  3  4  5  6  7    8    9    10    11    12  ...
/// largest  0  1  2  3  4  5  6  7  ..9 ..11  ..13  ..15  ..19  ...
/// ```
///
/// @param largest the largest size of each class, ascending, up to the last class that is used
/// @param blocks the number of blocks, by class
/// @param bytes the bytes requested, by class
@SuppressWarnings("ArrayRecordComponent") // carried to the page, never compared or kept in a set
public record SizeHistogram(long[] largest, long[] blocks, long[] bytes) {
  private static final int CLASSES = 4 * 63; // up to the largest long

  /// Counts the blocks of a trace.
  ///
  /// @param trace which
  /// @return its histogram
  public static SizeHistogram of(Trace trace) {
    long[] blocks = new long[CLASSES];
    long[] bytes = new long[CLASSES];
    int used = 0;
    for (int block = 0; block < trace.allocations(); block++) {
      long size = trace.bytes(block);
      int index = classOf(size);
      blocks[index]++;
      bytes[index] += size;
      used = Math.max(used, index + 1);
    }
    long[] largest = new long[used];
    Arrays.setAll(largest, SizeHistogram::largestOf);
    return new SizeHistogram(largest, Arrays.copyOf(blocks, used), Arrays.copyOf(bytes, used));
  }

  private static int classOf(long size) {
    if (size < 8) {
      return (int) size;
    }
    int power = 63 - Long.numberOfLeadingZeros(size);
    return 4 * (power - 1) + (int) ((size >>> (power - 2)) & 3);
  }

  private static long largestOf(int index) {
    int power = index / 4 + 1;
    return index < 8 ? index : ((4L + index % 4 + 1) << (power - 2)) - 1;
  }
}
