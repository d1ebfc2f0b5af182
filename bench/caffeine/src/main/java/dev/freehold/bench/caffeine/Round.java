package dev.freehold.bench.caffeine;

/// What one round measured: a line of the results.
///
/// @param trace the name of the trace
/// @param frames of the cache
/// @param policy in our catalogue
/// @param requests of the trace
/// @param pages of the trace
/// @param namingNanos to number the pages
/// @param ourNanos of our replay
/// @param theirNanos of the simulator's replay
/// @param ourMisses of our replay
/// @param theirMisses of the simulator's replay
record Round(
    String trace,
    int frames,
    String policy,
    int requests,
    int pages,
    long namingNanos,
    long ourNanos,
    long theirNanos,
    long ourMisses,
    long theirMisses) {
  /// The names of the columns.
  static final String HEADER =
      "trace,frames,policy,requests,pages,naming_nanos,our_nanos,their_nanos,our_misses,their_misses";

  /// Reads what [#line] wrote.
  static Round of(String line) {
    String[] field = line.split(",", -1);
    return new Round(
        field[0],
        Integer.parseInt(field[1]),
        field[2],
        Integer.parseInt(field[3]),
        Integer.parseInt(field[4]),
        Long.parseLong(field[5]),
        Long.parseLong(field[6]),
        Long.parseLong(field[7]),
        Long.parseLong(field[8]),
        Long.parseLong(field[9]));
  }

  /// The round as a line of comma-separated values.
  String line() {
    return "%s,%d,%s,%d,%d,%d,%d,%d,%d,%d"
        .formatted(
            trace,
            frames,
            policy,
            requests,
            pages,
            namingNanos,
            ourNanos,
            theirNanos,
            ourMisses,
            theirMisses);
  }

  /// How many times as fast as the simulator our replay was.
  double ratio() {
    return (double) theirNanos / ourNanos;
  }

  /// The same, with the numbering of the pages counted as part of our replay.
  double ratioWithNaming() {
    return (double) theirNanos / (ourNanos + namingNanos);
  }

  /// Millions of requests a second.
  double millions(long nanos) {
    return 1e3 * requests / nanos;
  }
}
