package dev.freehold.plan;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The exact search: places all buffers below a capacity, or shows that it cannot be done.
///
/// # The idea
///
/// From M. D. Moffitt, "MiniMalloc: A Lightweight Memory Allocator for Hardware-Accelerated Machine
/// Learning", ASPLOS 2023: among all plans only those need to be looked at in which no buffer can
/// be lowered alone (the paper's canonical solutions), and they can be built from the bottom up, so
/// that what is wasted is known as soon as it is wasted. Sections, their floors and the inference
/// from them, the split into independent parts, and one of several twins first are the paper's.
/// Choosing a section rather than a buffer to branch on, the memory of failed states, the subset
/// sums, the learned weights and the restarts are this class's own.
///
/// # State
///
/// For each unplaced buffer `b` its *lowest* offset: the least that what is placed allows. For each
/// section `s` follow
///
/// ```text
/// floor[s]  = least lowest[b] over the unplaced buffers of s
/// rest[s]   = sum of their sizes
/// slack[s]  = capacity - floor[s] - rest[s]      what may still be wasted; below 0 the state fails
/// ```
///
/// Whatever lies between the placed and the floor is wasted for good. The set of pairs (unplaced
/// buffer, lowest offset) says all about the future, so a failed state is remembered as the hash of
/// that set alone, however it was come to.
///
/// # Branching
///
/// ```text
///  offset          s
///    ^   |     .   |   .     |
///    |   |=====.===|===.=====|   p: placed
///    |   |ppppp.   |   .ppppp|
///    |   |ppppp.aaaaaaa.ppppp|   a, b: could lie at the floor of s
///    |   |ppppp.  bbbb .ppppp|
///    +-----------------------------> sections
/// ```
///
/// A section is *level* if each unplaced buffer that could lie at its floor finds the same floor in
/// all its other sections: then it wastes nothing by lying there. A section of the lowest floor is
/// always level. The branches at a level section `s` with floor `f`: one of those buffers lies at
/// `f`; or none does. In the last, the lowest buffer in `s` is one whose lowest offset is higher,
/// or lies on a buffer `c` that is not in `s`, so the floor of `s` rises to at least
///
/// ```text
/// min( lowest offsets above f in s,  lowest[c] + size[c] over c beside s )
/// ```
///
/// and the slack of `s` has to allow that. The section with the fewest branches, divided by a
/// weight that grows with each failure there, is taken: trouble is met early (the weighted-degree
/// rule of Boussemart et al., ECAI 2004). Runs are cut off after a number of failures and begun
/// again with what was learned, in the sequence of Luby et al. (1993).
///
/// # Parts
///
/// Once no unplaced buffer crosses between two sections, the sides cannot affect each other: each
/// is searched alone, and if one fails the other is not tried.
///
/// Not for use by several threads; several searches may share one [Sections].
final class Search {
  /// The most buffers, and the most (buffer, section) pairs, for which a search is made.
  static final int MOST_BUFFERS = 4000;

  static final int MOST_COVERS = 1 << 22;

  /// How a run ended.
  enum Outcome {
    /// All buffers are placed.
    FOUND,
    /// No plan exists.
    IMPOSSIBLE,
    /// The failures or the time ran out.
    CUT_OFF
  }

  private static final int CLOCK_PERIOD = 256; // states between looks at the clock
  private static final long NO_OFFSET = Long.MAX_VALUE;

  private final Sections in;
  private final long capacity; // in units
  private final Clock clock;
  private final SplittableRandom random;
  private final FailedStates failed = new FailedStates();
  private final int[][] neighbours;
  private final int[] twin; // the previous buffer that is the same in all but its id, or -1
  private final long[] key; // of buffers, for hashing
  private final double[] weight; // of buffers, in the order of this run
  private final double[] trouble; // of sections

  private final long[] lowest;
  private final boolean[] placed;
  private final long[] set; // hash of the unplaced buffers, by section

  private final long[] floor;
  private final long[] second; // least lowest offset above the floor
  private final long[] rest;
  private final long[] atFloor; // sum of the sizes of those that could lie at the floor
  private final long[] smallest;
  private final int[] choices;
  private final boolean[] uneven;
  private final @Nullable SubsetSums sums;

  // What to undo: a buffer's lowest offset before, or, as a complement, that it was placed.
  private int[] trail = new int[1 << 10];
  private long[] trailOffset = new long[1 << 10];
  private int trailEnd;

  // A stack of lists of unplaced buffers, each in the order of first sections.
  private int[] lists;

  private long states;
  private long failures;
  private long failureLimit;
  private boolean cutOff;

  Search(Sections sections, long capacity, long seed, Clock clock) {
    this.in = sections;
    this.capacity = capacity;
    this.clock = clock;
    this.random = new SplittableRandom(seed);
    int n = sections.buffers;
    int m = sections.count;
    neighbours = neighbours(sections);
    twin = twins(sections);
    key = random.longs(n).toArray();
    weight = new double[n];
    trouble = new double[m];
    Arrays.fill(trouble, 1);
    lowest = new long[n];
    placed = new boolean[n];
    set = new long[m];
    floor = new long[m];
    second = new long[m];
    rest = new long[m];
    atFloor = new long[m];
    smallest = new long[m];
    choices = new int[m];
    uneven = new boolean[m];
    sums = capacity <= SubsetSums.MOST_UNITS ? new SubsetSums(m, capacity) : null;
    lists = new int[4 * n + 16];
    for (int b = 0; b < n; b++) {
      lowest[b] = Math.max(0, sections.fixed[b]);
      for (int i = sections.coverAt[b]; i < sections.coverAt[b + 1]; i++) {
        set[sections.covers[i]] ^= key[b];
      }
    }
  }

  /// Whether a problem is small enough for this search.
  static boolean suits(Sections sections) {
    return sections.buffers <= MOST_BUFFERS
        && (sections.covers.length > 0 || sections.buffers == 0);
  }

  /// Searches once.
  ///
  /// @param order what to try first
  /// @param limit the failures after which to give up
  /// @return how it ended; after [Outcome#FOUND] the offsets stay until the next run
  Outcome run(Order order, long limit) {
    undo(0);
    cutOff = clock.over();
    failureLimit = failures + limit;
    int n = in.buffers;
    for (int b = 0; b < n; b++) {
      weight[b] = order.weight(in, b, random);
      lists[b] = b;
    }
    sortByFirst(n);
    if (parts(0, n, n)) {
      return Outcome.FOUND;
    }
    return cutOff ? Outcome.CUT_OFF : Outcome.IMPOSSIBLE;
  }

  /// Where a buffer lies after a run that found a plan, in units.
  long offset(int b) {
    return lowest[b];
  }

  long failures() {
    return failures;
  }

  private void sortByFirst(int n) {
    long[] keys = new long[n];
    for (int b = 0; b < n; b++) {
      keys[b] = (long) in.first[b] << 32 | b;
    }
    Arrays.sort(keys);
    for (int i = 0; i < n; i++) {
      lists[i] = (int) keys[i];
    }
  }

  /// Searches each independent part of a list of buffers, some of them placed.
  private boolean parts(int from, int to, int free) {
    reserve(free + to - from);
    int end = free;
    for (int i = from; i < to; i++) {
      if (!placed[lists[i]]) {
        lists[end++] = lists[i];
      }
    }
    int start = free;
    int reach = 0;
    for (int i = free; i < end; i++) {
      int b = lists[i];
      if (i > start && in.first[b] >= reach) {
        if (!state(start, i, end)) {
          return false;
        }
        start = i;
      }
      reach = Math.max(reach, in.end[b]);
    }
    return start == end || state(start, end, end);
  }

  /// Searches one state: the unplaced buffers of a part.
  private boolean state(int from, int to, int free) {
    if (pausedOrOver()) {
      return false;
    }
    if (to - from == 1) {
      int b = lists[from];
      if (lowest[b] + in.size[b] > capacity) {
        failures++;
        return false;
      }
      return place(b);
    }
    long at = 0;
    long proof = 0;
    for (int i = from; i < to; i++) {
      int b = lists[i];
      long x = mix(key[b] ^ lowest[b] * 0x9e37_79b9_7f4a_7c15L);
      at += x;
      proof ^= x * 0xd6e8_feb8_6659_fd93L;
    }
    if (failed.contains(at, proof)) {
      return false;
    }
    if (possible(from, to) && branch(from, to, free)) {
      return true;
    }
    if (!cutOff) {
      failed.add(at, proof);
    }
    return false;
  }

  private boolean pausedOrOver() {
    if (failures > failureLimit || ((++states & (CLOCK_PERIOD - 1)) == 0 && clock.over())) {
      cutOff = true;
    }
    return cutOff;
  }

  /// Brings floors and lowest offsets of a part up to date; `false` where a section overflows.
  private boolean possible(int from, int to) {
    do {
      measure(from, to);
      for (int s = in.first[lists[from]], e = endOf(from, to); s < e; s++) {
        if (rest[s] > 0 && overflows(s)) {
          return fail(s);
        }
      }
      if (sums == null) {
        return true;
      }
      int raised = raiseToSums(sums, from, to);
      if (raised < 0) {
        return false;
      }
      if (raised == 0) {
        return true;
      }
    } while (true);
  }

  private boolean overflows(int s) {
    return floor[s] + rest[s] > capacity
        || (second[s] != NO_OFFSET
            && floor[s] + atFloor[s] < second[s]
            && second[s] + rest[s] - atFloor[s] > capacity);
  }

  private boolean fail(int s) {
    trouble[s]++;
    failures++;
    return false;
  }

  private int endOf(int from, int to) {
    int end = 0;
    for (int i = from; i < to; i++) {
      end = Math.max(end, in.end[lists[i]]);
    }
    return end;
  }

  private void measure(int from, int to) {
    int begin = in.first[lists[from]];
    int end = endOf(from, to);
    Arrays.fill(floor, begin, end, NO_OFFSET);
    Arrays.fill(second, begin, end, NO_OFFSET);
    Arrays.fill(smallest, begin, end, NO_OFFSET);
    Arrays.fill(rest, begin, end, 0);
    Arrays.fill(atFloor, begin, end, 0);
    Arrays.fill(choices, begin, end, 0);
    Arrays.fill(uneven, begin, end, false);
    int[] covers = in.covers;
    for (int i = from; i < to; i++) {
      int b = lists[i];
      long low = lowest[b];
      long size = in.size[b];
      for (int k = in.coverAt[b], e = in.coverAt[b + 1]; k < e; k++) {
        int s = covers[k];
        rest[s] += size;
        smallest[s] = Math.min(smallest[s], size);
        if (low < floor[s]) {
          second[s] = floor[s];
          floor[s] = low;
          atFloor[s] = size;
          choices[s] = 1;
        } else if (low == floor[s]) {
          atFloor[s] += size;
          choices[s]++;
        } else if (low < second[s]) {
          second[s] = low;
        }
      }
    }
  }

  /// Raises each lowest offset to one that is a subset sum in all sections of the buffer.
  ///
  /// @return how many were raised; below 0 where a buffer has no such offset
  private int raiseToSums(SubsetSums known, int from, int to) {
    int raised = 0;
    int[] covers = in.covers;
    for (int i = from; i < to; i++) {
      int b = lists[i];
      long low = lowest[b];
      int begin = in.coverAt[b];
      int end = in.coverAt[b + 1];
      int agreed = 0;
      for (int k = begin; agreed < end - begin; k = k + 1 == end ? begin : k + 1, agreed++) {
        int s = covers[k];
        long slack = capacity - floor[s] - rest[s];
        if (low == floor[s] || slack >= smallest[s]) {
          continue;
        }
        if (!known.current(s, set[s])) {
          sum(known, s, from, to);
        }
        long height = low - floor[s];
        long next = known.next(s, height, slack);
        if (next == height) {
          continue;
        }
        low = next == SubsetSums.NONE ? next : in.align(b, floor[s] + next);
        if (low > capacity - in.size[b]) {
          fail(s);
          return -1;
        }
        agreed = -1;
      }
      if (low > lowest[b]) {
        if (!raise(b, low)) {
          return -1;
        }
        raised++;
      }
    }
    return raised;
  }

  private void sum(SubsetSums known, int s, int from, int to) {
    known.begin(s, set[s]);
    for (int i = from; i < to; i++) {
      int b = lists[i];
      if (in.covers(b, s)) {
        known.add(s, in.size[b]);
      }
    }
  }

  /// Tries each buffer that could lie at the floor of the hardest section, then none.
  private boolean branch(int from, int to, int free) {
    int s = hardest(from, to);
    long level = floor[s];
    long slack = capacity - level - rest[s];
    long next = second[s];
    reserve(free + to - from);
    int end = free;
    boolean mustLie = false;
    for (int i = from; i < to; i++) {
      int b = lists[i];
      if (lowest[b] != level || !in.covers(b, s)) {
        continue;
      }
      mustLie |= in.fixed[b] != Sections.ANY;
      if (slack > 0) {
        next = Math.min(next, supportBeside(s, b));
      }
      if (twin[b] < 0 || placed[twin[b]]) {
        int k = end++;
        for (; k > free && weight[lists[k - 1]] < weight[b]; k--) {
          lists[k] = lists[k - 1];
        }
        lists[k] = b;
      }
    }
    int mark = trailEnd;
    for (int i = free; i < end; i++) {
      if (place(lists[i]) && parts(from, to, end)) {
        return true;
      }
      undo(mark);
      if (cutOff) {
        return false;
      }
    }
    if (mustLie || next == NO_OFFSET || next - level > slack) {
      return false;
    }
    if (raiseAll(s, level, next, from, to) && parts(from, to, free)) {
      return true;
    }
    undo(mark);
    return false;
  }

  /// The least height of a buffer that is live together with `b`, but not in `s`.
  private long supportBeside(int s, int b) {
    long least = NO_OFFSET;
    for (int c : neighbours[b]) {
      if (!placed[c] && lowest[c] + in.size[c] < least && !in.covers(c, s)) {
        least = lowest[c] + in.size[c];
      }
    }
    return least;
  }

  private boolean raiseAll(int s, long level, long next, int from, int to) {
    for (int i = from; i < to; i++) {
      int b = lists[i];
      if (lowest[b] == level && in.covers(b, s) && !raise(b, in.align(b, next))) {
        return false;
      }
    }
    return true;
  }

  private int hardest(int from, int to) {
    int[] covers = in.covers;
    for (int i = from; i < to; i++) {
      int b = lists[i];
      long low = lowest[b];
      int begin = in.coverAt[b];
      int end = in.coverAt[b + 1];
      boolean even = true;
      for (int k = begin; k < end && even; k++) {
        even = floor[covers[k]] == low;
      }
      if (!even) {
        for (int k = begin; k < end; k++) {
          uneven[covers[k]] |= floor[covers[k]] == low;
        }
      } else if (twin[b] >= 0 && !placed[twin[b]]) {
        for (int k = begin; k < end; k++) {
          choices[covers[k]]--;
        }
      }
    }
    int hardest = -1;
    double least = 0;
    for (int s = in.first[lists[from]], e = endOf(from, to); s < e; s++) {
      if (rest[s] == 0 || uneven[s]) {
        continue;
      }
      int branches = choices[s] + (capacity - floor[s] - rest[s] > 0 ? 1 : 0);
      if (branches <= 1) {
        return s;
      }
      double score = branches / trouble[s];
      if (hardest < 0 || score < least) {
        hardest = s;
        least = score;
      }
    }
    return hardest;
  }

  /// Places a buffer at its lowest offset, and raises what is live together with it above it.
  private boolean place(int b) {
    placed[b] = true;
    log(~b, 0);
    for (int k = in.coverAt[b], e = in.coverAt[b + 1]; k < e; k++) {
      set[in.covers[k]] ^= key[b];
    }
    long top = lowest[b] + in.size[b];
    for (int c : neighbours[b]) {
      if (!placed[c] && lowest[c] < top && !raise(c, in.align(c, top))) {
        return false;
      }
    }
    return top <= capacity;
  }

  private boolean raise(int b, long offset) {
    if (in.fixed[b] != Sections.ANY || offset > capacity - in.size[b]) {
      return fail(in.first[b]);
    }
    log(b, lowest[b]);
    lowest[b] = offset;
    return true;
  }

  private void log(int entry, long offset) {
    if (trailEnd == trail.length) {
      trail = Arrays.copyOf(trail, 2 * trailEnd);
      trailOffset = Arrays.copyOf(trailOffset, 2 * trailEnd);
    }
    trail[trailEnd] = entry;
    trailOffset[trailEnd++] = offset;
  }

  private void undo(int mark) {
    while (trailEnd > mark) {
      int entry = trail[--trailEnd];
      if (entry >= 0) {
        lowest[entry] = trailOffset[trailEnd];
        continue;
      }
      int b = ~entry;
      placed[b] = false;
      for (int k = in.coverAt[b], e = in.coverAt[b + 1]; k < e; k++) {
        set[in.covers[k]] ^= key[b];
      }
    }
  }

  private void reserve(int length) {
    if (length > lists.length) {
      lists = Arrays.copyOf(lists, 2 * length);
    }
  }

  /// The finalizer of MurmurHash3 with the constants of SplitMix64 (Stafford's variant 13).
  private static long mix(long x) {
    long z = (x ^ x >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
    return z ^ z >>> 31;
  }

  private static int[][] neighbours(Sections sections) {
    int n = sections.buffers;
    int[][] neighbours = new int[n][];
    int[] found = new int[n];
    for (int b = 0; b < n; b++) {
      int count = 0;
      for (int c = 0; c < n; c++) {
        if (c != b && sections.overlap(b, c)) {
          found[count++] = c;
        }
      }
      neighbours[b] = Arrays.copyOf(found, count);
    }
    return neighbours;
  }

  private static int[] twins(Sections sections) {
    int[] twin = new int[sections.buffers];
    Arrays.fill(twin, -1);
    for (int b = 0; b < twin.length; b++) {
      for (int c = b - 1; c >= 0 && twin[b] < 0; c--) {
        if (same(sections, b, c)) {
          twin[b] = c;
        }
      }
    }
    return twin;
  }

  private static boolean same(Sections in, int b, int c) {
    return in.fixed[b] == Sections.ANY
        && in.fixed[c] == Sections.ANY
        && in.size[b] == in.size[c]
        && in.alignment[b] == in.alignment[c]
        && in.first[b] == in.first[c]
        && in.end[b] == in.end[c]
        && Arrays.equals(
            in.covers,
            in.coverAt[b],
            in.coverAt[b + 1],
            in.covers,
            in.coverAt[c],
            in.coverAt[c + 1]);
  }
}
