package dev.freehold.plan;

import java.util.Arrays;
import java.util.List;

/// A problem compiled for search: time cut into sections, sizes in units, everything in flat
/// arrays.
///
/// A *section* is a moment at which a largest set of buffers is live together: any other moment has
/// the same buffers or fewer than one of the sections beside it. Two buffers are live together
/// exactly where they share a section, so nothing else of time matters.
///
/// ```text
/// time        0   1   2   3   4   5   6   7
/// buffer a    |-----------|                      sections of a: 0
/// buffer b        |-------------|                sections of b: 0, 1
/// buffer c                |-------|              sections of c: 1
/// buffer d                    |-----------|      sections of d: 1
/// section           0          1
/// ```
///
/// A *unit* is the greatest common divisor of all sizes, alignments above 1 and fixed offsets. In a
/// plan where no buffer can be lowered alone, every offset is a multiple of it, and every plan can
/// be lowered to such a one.
///
/// Invariants: the sections of buffer `b` are `covers[coverAt[b]] < ... < covers[coverAt[b + 1] -
/// 1]`, with `first[b]` the first and `end[b] - 1` the last of them; `live[s] = sum of size[b] over
/// the buffers of s`.
final class Sections {
  static final long ANY = -1;

  final int buffers;
  final int count;
  final long unit;
  final long[] size; // in units
  final long[] alignment; // in units
  final long[] fixed; // in units, or ANY
  final int[] coverAt;
  final int[] covers;
  final int[] first;
  final int[] end;
  final long[] live; // in units, by section
  final long[] moment; // by section

  Sections(Problem problem) {
    List<Buffer> all = problem.buffers();
    buffers = all.size();
    unit = unitOf(all);
    size = new long[buffers];
    alignment = new long[buffers];
    fixed = new long[buffers];
    for (int b = 0; b < buffers; b++) {
      Buffer buffer = all.get(b);
      size[b] = buffer.size() / unit;
      alignment[b] = Math.max(1, buffer.alignment() / unit);
      fixed[b] = buffer.fixed().isPresent() ? buffer.fixed().getAsLong() / unit : ANY;
    }
    Pieces pieces = new Pieces(all);
    count = pieces.sections;
    moment = Arrays.copyOf(pieces.moment, count);
    live = new long[count];
    first = new int[buffers];
    end = new int[buffers];
    coverAt = new int[buffers + 1];
    long slots = 0;
    for (int p = 0; p < pieces.count; p++) {
      slots += pieces.end[p] - pieces.first[p];
    }
    // Only the exact search walks the sections one by one; a problem for which the list would be
    // too long is planned by sweeps, which need the two ends alone.
    covers = slots <= Search.MOST_COVERS ? new int[(int) slots] : new int[0];
    long[] change = new long[count + 1];
    int at = 0;
    for (int b = 0, p = 0; b < buffers; b++) {
      first[b] = pieces.first[p];
      for (; p < pieces.count && pieces.buffer[p] == b; p++) {
        end[b] = pieces.end[p];
        change[pieces.first[p]] += size[b];
        change[pieces.end[p]] -= size[b];
        for (int s = pieces.first[p]; covers.length > 0 && s < pieces.end[p]; s++) {
          covers[at++] = s;
        }
      }
      coverAt[b + 1] = at;
    }
    long sum = 0;
    for (int s = 0; s < count; s++) {
      sum += change[s];
      live[s] = sum;
    }
  }

  /// The section in which most bytes are live, or -1 where there is none.
  int fullest() {
    int fullest = -1;
    for (int s = 0; s < count; s++) {
      if (fullest < 0 || live[s] > live[fullest]) {
        fullest = s;
      }
    }
    return fullest;
  }

  /// A height that no plan is below, in units: what is live at once, and where the fixed end.
  long lowerBound() {
    long bound = count == 0 ? 0 : live[fullest()];
    for (int b = 0; b < buffers; b++) {
      if (fixed[b] != ANY) {
        bound = Math.max(bound, fixed[b] + size[b]);
      }
    }
    return bound;
  }

  /// Whether the sections of a buffer have none of another's between them.
  boolean contiguous(int b) {
    return coverAt[b + 1] - coverAt[b] == end[b] - first[b];
  }

  /// Whether a buffer is live in a section.
  boolean covers(int b, int s) {
    return first[b] <= s
        && s < end[b]
        && (contiguous(b) || Arrays.binarySearch(covers, coverAt[b], coverAt[b + 1], s) >= 0);
  }

  /// Whether two buffers are ever live together.
  boolean overlap(int a, int b) {
    if (first[a] >= end[b] || first[b] >= end[a]) {
      return false;
    }
    if (contiguous(a) && contiguous(b)) {
      return true;
    }
    int i = coverAt[a];
    int j = coverAt[b];
    while (i < coverAt[a + 1] && j < coverAt[b + 1]) {
      if (covers[i] == covers[j]) {
        return true;
      }
      if (covers[i] < covers[j]) {
        i++;
      } else {
        j++;
      }
    }
    return false;
  }

  /// The least multiple of a buffer's alignment from an offset on.
  long align(int b, long offset) {
    long a = alignment[b];
    return a == 1 ? offset : (offset + a - 1) / a * a;
  }

  private static long unitOf(List<Buffer> all) {
    long unit = 0;
    for (Buffer buffer : all) {
      unit = gcd(unit, buffer.size());
      unit = buffer.alignment() > 1 ? gcd(unit, buffer.alignment()) : unit;
      unit = gcd(unit, buffer.fixed().orElse(0));
    }
    return Math.max(1, unit);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /// The stretches in which buffers are live, each with the sections that it covers.
  private static final class Pieces {
    private static final long BIRTH = 1L << 31;

    final int count;
    final int[] buffer;
    final int[] first;
    final int[] end;
    final long[] moment;
    int sections;

    Pieces(List<Buffer> all) {
      count = all.stream().mapToInt(b -> b.gaps().size() + 1).sum();
      buffer = new int[count];
      first = new int[count];
      end = new int[count];
      moment = new long[count];
      long[] lower = new long[count];
      long[] upper = new long[count];
      int p = 0;
      for (int b = 0; b < all.size(); b++) {
        for (Span span : all.get(b).live()) {
          buffer[p] = b;
          lower[p] = span.lower();
          upper[p] = span.upper();
          p++;
        }
      }
      cut(lower, upper);
    }

    /// Walks births and deaths in order, deaths first where they meet. A section ends at the first
    /// death after a birth.
    private void cut(long[] lower, long[] upper) {
      long[] times = distinct(lower, upper);
      long[] events = new long[2 * count];
      for (int p = 0; p < count; p++) {
        events[2 * p] = (long) Arrays.binarySearch(times, lower[p]) << 32 | BIRTH | p;
        events[2 * p + 1] = (long) Arrays.binarySearch(times, upper[p]) << 32 | p;
      }
      Arrays.sort(events);
      boolean born = false;
      for (long event : events) {
        int p = (int) (event & 0x7fff_ffff);
        if ((event & BIRTH) != 0) {
          first[p] = sections;
          moment[sections] = lower[p];
          born = true;
        } else {
          if (born) {
            sections++;
            born = false;
          }
          end[p] = sections;
        }
      }
    }

    private long[] distinct(long[] lower, long[] upper) {
      long[] times = Arrays.copyOf(lower, 2 * count);
      System.arraycopy(upper, 0, times, count, count);
      Arrays.sort(times);
      int kept = 0;
      for (int t = 0; t < times.length; t++) {
        if (t == 0 || times[t] != times[t - 1]) {
          times[kept++] = times[t];
        }
      }
      return Arrays.copyOf(times, kept);
    }
  }
}
