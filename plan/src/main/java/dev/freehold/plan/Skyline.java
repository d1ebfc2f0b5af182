package dev.freehold.plan;

import java.util.Arrays;

/// The upper edge of what is placed, as level stretches of sections.
///
/// ```text
/// height        +-----+
///    ^     +----+     |        +---+
///    |     |    |     +--------+   |
///    +-----0----1-----2--------3---4----> sections      a stretch is named by its first section
/// ```
///
/// Neighbouring stretches differ in height. The lowest one is found by a heap of (height, stretch),
/// whose entries are dropped when they no longer hold. All operations are logarithmic in the number
/// of stretches.
final class Skyline {
  static final long WALL = Long.MAX_VALUE; // the height beyond both ends

  private final int sections;
  private final long[] height; // by first section
  private final int[] end; // one past the last section, by first section; 0 where no stretch starts
  private final int[] before; // the previous stretch, by first section; -1 for the first
  private long[] heapHeight = new long[64];
  private int[] heapStart = new int[64];
  private int heapSize;

  Skyline(int sections, long[] base) {
    this.sections = sections;
    height = new long[sections];
    end = new int[sections];
    before = new int[sections];
    int last = -1;
    for (int s = 0; s < sections; s++) {
      if (last >= 0 && height[last] == base[s]) {
        end[last] = s + 1;
        continue;
      }
      height[s] = base[s];
      end[s] = s + 1;
      before[s] = last;
      last = s;
    }
    for (int s = 0; s < sections; s = end[s]) {
      push(s);
    }
  }

  /// The first section of the lowest stretch.
  int lowest() {
    while (true) {
      int start = heapStart[0];
      if (end[start] > start && height[start] == heapHeight[0]) {
        return start;
      }
      pop();
    }
  }

  long height(int start) {
    return height[start];
  }

  int end(int start) {
    return end[start];
  }

  /// The height to which a stretch has to rise to join a neighbour; [#WALL] where it is the only
  /// one.
  long joint(int start) {
    long left = before[start] < 0 ? WALL : height[before[start]];
    long right = end[start] == sections ? WALL : height[end[start]];
    return Math.min(left, right);
  }

  /// Raises part of a stretch.
  void raise(int start, int from, int to, long top) {
    int oldEnd = end[start];
    if (to < oldEnd) {
      insert(to, oldEnd, height[start], start);
      if (oldEnd < sections) {
        before[oldEnd] = to;
      }
    }
    if (from > start) {
      end[start] = from;
      insert(from, to, top, start);
      if (to < sections) {
        before[to] = from;
      }
    } else {
      end[start] = to;
      height[start] = top;
      if (to < sections) {
        before[to] = start;
      }
    }
    int at = join(from);
    push(at);
  }

  private void insert(int from, int to, long top, int previous) {
    end[from] = to;
    height[from] = top;
    before[from] = previous;
    push(from);
  }

  /// Joins a stretch with neighbours of its height.
  private int join(int start) {
    int at = start;
    int right = end[at];
    if (right < sections && height[right] == height[at]) {
      end[at] = end[right];
      end[right] = 0;
      if (end[at] < sections) {
        before[end[at]] = at;
      }
    }
    int left = before[at];
    if (left >= 0 && height[left] == height[at]) {
      end[left] = end[at];
      end[at] = 0;
      if (end[left] < sections) {
        before[end[left]] = left;
      }
      at = left;
    }
    return at;
  }

  private void push(int start) {
    if (heapSize == heapStart.length) {
      heapHeight = Arrays.copyOf(heapHeight, 2 * heapSize);
      heapStart = Arrays.copyOf(heapStart, 2 * heapSize);
    }
    long key = height[start];
    int at = heapSize++;
    for (int up = (at - 1) >> 1; at > 0 && heapHeight[up] > key; up = (at - 1) >> 1) {
      heapHeight[at] = heapHeight[up];
      heapStart[at] = heapStart[up];
      at = up;
    }
    heapHeight[at] = key;
    heapStart[at] = start;
  }

  private void pop() {
    long key = heapHeight[--heapSize];
    int start = heapStart[heapSize];
    int at = 0;
    for (int down = 1; down < heapSize; down = 2 * at + 1) {
      if (down + 1 < heapSize && heapHeight[down + 1] < heapHeight[down]) {
        down++;
      }
      if (heapHeight[down] >= key) {
        break;
      }
      heapHeight[at] = heapHeight[down];
      heapStart[at] = heapStart[down];
      at = down;
    }
    heapHeight[at] = key;
    heapStart[at] = start;
  }
}
