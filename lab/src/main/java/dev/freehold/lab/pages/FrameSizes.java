package dev.freehold.lab.pages;

import java.util.stream.IntStream;

/// The numbers of frames to compute when none are asked for.
public final class FrameSizes {
  /// The most sizes of a trace.
  public static final int MOST = 8;

  private FrameSizes() {}

  /// Eight halvings of the number of pages, the first of them half of it, rounded to two digits.
  ///
  /// @param pages of the trace, at least 1
  /// @return ascending; fewer where the pages are few
  public static int[] of(int pages) {
    return IntStream.rangeClosed(1, MOST)
        .map(halvings -> rounded(Math.max(1, pages >> halvings)))
        .sorted()
        .distinct()
        .toArray();
  }

  private static int rounded(int size) {
    int unit = 1;
    while (size / unit >= 100) {
      unit *= 10;
    }
    return (size + unit / 2) / unit * unit;
  }
}
