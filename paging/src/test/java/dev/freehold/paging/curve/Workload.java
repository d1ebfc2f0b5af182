package dev.freehold.paging.curve;

import dev.freehold.paging.policy.Requests;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Seeded request sequences of different kinds, their pages numbered by size of name.
final class Workload {
  private Workload() {}

  static Requests[] small() {
    Random random = new Random(7);
    return new Requests[] {
      of(3000, i -> random.nextInt(90)),
      of(3000, i -> i % 70),
      of(3000, i -> i % 5 < 3 ? random.nextInt(15) : 20 + i),
      of(3000, i -> i / 3 % 40),
      of(3000, i -> i),
      of(3000, i -> 4),
      of(1, i -> 0),
    };
  }

  /// Pages requested by the square of a uniform number, with scans in between.
  static Requests large(int length, int pages) {
    Random random = new Random(11);
    return of(
        length,
        i -> {
          double uniform = random.nextDouble();
          return i % 20_000 < 3_000 ? i / 7 % pages : (int) (pages * uniform * uniform);
        });
  }

  /// The requests for the pages, whose numbers may leave gaps.
  static Requests of(int length, IntUnaryOperator page) {
    int[] pages = IntStream.range(0, length).map(page).toArray();
    int bound = IntStream.of(pages).max().orElse(-1) + 1;
    return Requests.of(pages, LongStream.range(0, bound).toArray());
  }
}
