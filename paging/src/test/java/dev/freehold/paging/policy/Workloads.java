package dev.freehold.paging.policy;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/// Small seeded request sequences of different kinds.
final class Workloads {
  private Workloads() {}

  static List<Requests> all(int length) {
    Random random = new Random(42);
    return List.of(
        make(length, i -> random.nextInt(60)),
        make(length, i -> (long) Math.abs(random.nextGaussian() * 20)),
        make(length, i -> i % 45), // a loop
        make(length, i -> i % 7 < 3 ? random.nextInt(12) : 1000 + i), // a hot set and a scan
        make(length, i -> i / 400 * 30 + random.nextInt(30)), // phases
        make(length, i -> i / 3 % 50), // runs of the same page
        make(length, i -> i), // nothing comes back
        make(length, i -> 5)); // one page
  }

  private static Requests make(int length, java.util.function.IntToLongFunction name) {
    return PageTraces.dense(LongStream.range(0, length).map(i -> name.applyAsLong((int) i)));
  }
}
