package dev.freehold.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// Random problems small enough for brute force, and the brute force.
final class Problems {
  /// What buffers of a random problem may have besides a lifetime and a size.
  enum Features {
    PLAIN,
    ALIGNED,
    GAPS,
    FIXED,
    ALL
  }

  private Problems() {}

  static Problem random(SplittableRandom random, Features features, int most) {
    int count = random.nextInt(1, most + 1);
    List<Buffer> buffers = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      int lower = random.nextInt(8);
      int upper = lower + random.nextInt(1, 9 - lower + 1);
      Buffer buffer = Buffer.of("b" + b, lower, upper, random.nextInt(1, 5));
      if (has(features, Features.ALIGNED) && random.nextInt(2) == 0) {
        buffer = buffer.alignedTo(random.nextInt(1, 5));
      }
      if (has(features, Features.GAPS) && upper - lower >= 3 && random.nextInt(2) == 0) {
        int from = random.nextInt(lower + 1, upper - 1);
        buffer = buffer.withGap(from, random.nextInt(from + 1, upper));
      }
      if (has(features, Features.FIXED) && random.nextInt(4) == 0) {
        buffer = buffer.fixedAt(buffer.alignment() * random.nextInt(3));
      }
      buffers.add(buffer);
    }
    return new Problem("random", buffers, 64);
  }

  private static boolean has(Features all, Features one) {
    return all == one || all == Features.ALL;
  }

  /// The least height of any plan, or -1 where none keeps to a limit.
  static long leastHeight(List<Buffer> buffers, long limit) {
    List<Buffer> fixedFirst = new ArrayList<>(buffers);
    fixedFirst.sort(Comparator.comparing((Buffer b) -> b.fixed().isEmpty()));
    for (long height = 0; height <= limit; height++) {
      if (fits(fixedFirst, new long[buffers.size()], 0, height)) {
        return height;
      }
    }
    return -1;
  }

  /// Tries every offset of every buffer.
  static boolean fits(List<Buffer> buffers, long[] offsets, int next, long height) {
    if (next == buffers.size()) {
      return true;
    }
    Buffer buffer = buffers.get(next);
    for (long at = 0; at + buffer.size() <= height; at += buffer.alignment()) {
      if (buffer.fixed().isPresent() && buffer.fixed().getAsLong() != at) {
        continue;
      }
      offsets[next] = at;
      boolean free = true;
      for (int b = 0; b < next && free; b++) {
        free = !clash(buffers.get(b), offsets[b], buffer, at);
      }
      if (free && fits(buffers, offsets, next + 1, height)) {
        return true;
      }
    }
    return false;
  }

  private static boolean clash(Buffer a, long offsetOfA, Buffer b, long offsetOfB) {
    if (offsetOfA + a.size() <= offsetOfB || offsetOfB + b.size() <= offsetOfA) {
      return false;
    }
    for (long moment = 0; moment < 20; moment++) {
      if (live(a, moment) && live(b, moment)) {
        return true;
      }
    }
    return false;
  }

  private static boolean live(Buffer buffer, long moment) {
    return moment >= buffer.lower()
        && moment < buffer.upper()
        && buffer.gaps().stream().noneMatch(g -> g.lower() <= moment && moment < g.upper());
  }

  static long[] offsets(Solution solution) {
    long[] offsets = new long[solution.problem().buffers().size()];
    for (int b = 0; b < offsets.length; b++) {
      offsets[b] = solution.offset(b);
    }
    return offsets;
  }
}
