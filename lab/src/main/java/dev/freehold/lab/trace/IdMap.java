package dev.freehold.lab.trace;

import java.util.Arrays;

/// A map from 64-bit ids to ints without boxing: open addressing, linear probing, at most half
/// full.
///
/// Entries are replaced but never removed, so a probe ends at the first empty slot.
final class IdMap {
  /// The value of an id that was never put.
  static final int ABSENT = Integer.MIN_VALUE;

  private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L; // 2^64 / phi (Knuth, 6.4)

  private long[] ids = new long[1 << 10];
  private int[] values = new int[1 << 10];
  private int size;

  IdMap() {
    Arrays.fill(values, ABSENT);
  }

  int value(long id) {
    return values[slot(id)];
  }

  void put(long id, int value) {
    int slot = slot(id);
    if (values[slot] == ABSENT) {
      if (2 * (size + 1) > ids.length) {
        grow();
        slot = slot(id);
      }
      size++;
      ids[slot] = id;
    }
    values[slot] = value;
  }

  /// The slot that holds the id, or the empty one where it would be put.
  private int slot(long id) {
    int mask = ids.length - 1;
    int slot = (int) ((id * GOLDEN_RATIO) >>> Long.numberOfLeadingZeros(mask));
    while (values[slot] != ABSENT && ids[slot] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldIds = ids;
    int[] oldValues = values;
    ids = new long[2 * oldIds.length];
    values = new int[2 * oldIds.length];
    Arrays.fill(values, ABSENT);
    for (int i = 0; i < oldIds.length; i++) {
      if (oldValues[i] != ABSENT) {
        int slot = slot(oldIds[i]);
        ids[slot] = oldIds[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
