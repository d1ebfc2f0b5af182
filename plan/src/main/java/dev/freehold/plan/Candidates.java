package dev.freehold.plan;

/// The unplaced buffers, found by the stretch of sections that they have to fit into.
///
/// A k-d tree over the points (first section, end), balanced and without pointers: the root of the
/// range `[from, to)` is the point in its middle. Each root knows the bounds of its range and its
/// heaviest unplaced buffer, so a question looks at about the square root of the number of buffers
/// at worst, and at few in practice.
///
/// Invariant: `heaviest[middle of a range] = the position in the range of the unplaced buffer of
/// most weight`, or -1.
final class Candidates {
  private final Sections in;
  private final double[] weight;
  private final int[] buffer; // by position
  private final int[] position; // by buffer
  private final int[] leastEnd;
  private final int[] mostFirst;
  private final int[] heaviest;
  private final boolean[] gone;

  // The question being answered.
  private int begin;
  private int limit;
  private int found;

  Candidates(Sections sections, double[] weight, int[] buffers) {
    in = sections;
    this.weight = weight;
    buffer = buffers;
    int n = buffers.length;
    position = new int[sections.buffers];
    mostFirst = new int[n];
    leastEnd = new int[n];
    heaviest = new int[n];
    gone = new boolean[n];
    build(0, n, true);
    for (int i = 0; i < n; i++) {
      position[buffer[i]] = i;
    }
  }

  /// The heaviest buffer whose sections all lie in a stretch, or -1.
  int best(int from, int to) {
    begin = from;
    limit = to;
    found = -1;
    search(0, buffer.length);
    return found < 0 ? -1 : buffer[found];
  }

  void remove(int b) {
    int at = position[b];
    gone[at] = true;
    remove(0, buffer.length, at);
  }

  private void remove(int from, int to, int at) {
    int middle = (from + to) >>> 1;
    if (at < middle) {
      remove(from, middle, at);
    } else if (at > middle) {
      remove(middle + 1, to, at);
    }
    weigh(from, to);
  }

  private void search(int from, int to) {
    if (from >= to) {
      return;
    }
    int middle = (from + to) >>> 1;
    int top = heaviest[middle];
    if (top < 0
        || mostFirst[middle] < begin
        || leastEnd[middle] > limit
        || (found >= 0 && weight(top) <= weight(found))) {
      return;
    }
    if (fits(top)) {
      found = top;
      return;
    }
    if (!gone[middle] && fits(middle) && (found < 0 || weight(middle) > weight(found))) {
      found = middle;
    }
    if (top < middle) {
      search(from, middle);
      search(middle + 1, to);
    } else {
      search(middle + 1, to);
      search(from, middle);
    }
  }

  private boolean fits(int at) {
    return in.first[buffer[at]] >= begin && in.end[buffer[at]] <= limit;
  }

  private double weight(int at) {
    return weight[buffer[at]];
  }

  private void build(int from, int to, boolean byFirst) {
    if (from >= to) {
      return;
    }
    int middle = (from + to) >>> 1;
    select(byFirst ? in.first : in.end, from, to - 1, middle);
    build(from, middle, !byFirst);
    build(middle + 1, to, !byFirst);
    int b = buffer[middle];
    mostFirst[middle] = in.first[b];
    leastEnd[middle] = in.end[b];
    bound(middle, from, middle);
    bound(middle, middle + 1, to);
    weigh(from, to);
  }

  private void bound(int root, int from, int to) {
    if (from < to) {
      int child = (from + to) >>> 1;
      mostFirst[root] = Math.max(mostFirst[root], mostFirst[child]);
      leastEnd[root] = Math.min(leastEnd[root], leastEnd[child]);
    }
  }

  private void weigh(int from, int to) {
    int middle = (from + to) >>> 1;
    int top = gone[middle] ? -1 : middle;
    if (from < middle) {
      top = heavier(top, heaviest[(from + middle) >>> 1]);
    }
    if (middle + 1 < to) {
      top = heavier(top, heaviest[(middle + 1 + to) >>> 1]);
    }
    heaviest[middle] = top;
  }

  private int heavier(int a, int b) {
    if (a < 0 || b < 0) {
      return Math.max(a, b);
    }
    return weight(b) > weight(a) ? b : a;
  }

  /// Puts the buffer that a sort by key would put at `k` there, smaller keys before it (Hoare's
  /// selection).
  private void select(int[] key, int from, int to, int k) {
    int low = from;
    int high = to;
    while (low < high) {
      int pivot = key[buffer[(low + high) >>> 1]];
      int i = low;
      int j = high;
      while (i <= j) {
        while (key[buffer[i]] < pivot) {
          i++;
        }
        while (key[buffer[j]] > pivot) {
          j--;
        }
        if (i <= j) {
          int swap = buffer[i];
          buffer[i++] = buffer[j];
          buffer[j--] = swap;
        }
      }
      if (k <= j) {
        high = j;
      } else if (k >= i) {
        low = i;
      } else {
        return;
      }
    }
  }
}
