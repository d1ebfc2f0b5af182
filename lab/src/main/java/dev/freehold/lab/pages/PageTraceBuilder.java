package dev.freehold.lab.pages;

import dev.freehold.lab.input.TraceFormatException;
import dev.freehold.paging.policy.Requests;
import java.util.Arrays;

/// Builds a [PageTrace] from the names of the pages requested.
///
/// Names wait in a batch until it is full, and are then numbered together; only there is the clock
/// read.
final class PageTraceBuilder {
  private static final int MAX_REQUESTS = 1 << 30;
  private static final int BATCH = 8 << 10; // 64 KiB of names

  private final String name;
  private final String file;
  private final PageNumbers numbers = new PageNumbers();
  private final long[] batch = new long[BATCH];
  private int[] pages = new int[BATCH];
  private int waiting;
  private int length;
  private long nanos;

  /// Starts an empty trace.
  ///
  /// @param name what to call it
  /// @param file what errors call the place that the requests come from
  PageTraceBuilder(String name, String file) {
    this.name = name;
    this.file = file;
  }

  /// Adds a request.
  void request(long page) {
    if (waiting == BATCH) {
      number();
    }
    batch[waiting++] = page;
  }

  /// Adds requests for `first`, `first + 1`, ... `last`.
  void requests(long first, long last) {
    if (last - first < 0 || last - first >= MAX_REQUESTS - length) {
      throw tooLong();
    }
    for (long page = first; page <= last; page++) {
      request(page);
    }
  }

  /// The trace.
  ///
  /// @throws TraceFormatException if it has no requests
  PageTrace build() {
    number();
    if (length == 0) {
      throw TraceFormatException.of(
          file, "the trace has no requests", "record it again or name its format");
    }
    return new PageTrace(name, Requests.of(Arrays.copyOf(pages, length), numbers.names()), nanos);
  }

  private void number() {
    if (waiting > pages.length - length) {
      if (pages.length == MAX_REQUESTS) {
        throw tooLong();
      }
      pages = Arrays.copyOf(pages, 2 * pages.length);
    }
    long start = System.nanoTime();
    numbers.number(batch, waiting, pages, length);
    nanos += System.nanoTime() - start;
    length += waiting;
    waiting = 0;
  }

  private TraceFormatException tooLong() {
    return TraceFormatException.of(
        file,
        "the trace has more than %,d requests".formatted(MAX_REQUESTS),
        "split it or sample its pages");
  }
}
