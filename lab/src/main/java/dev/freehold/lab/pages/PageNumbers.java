package dev.freehold.lab.pages;

import java.util.Arrays;

/// A numbering of pages: each name gets the next number from 0 at its first request.
///
/// ```text
/// slots    | name | number + 1 | name | 0 | ...      0: the slot is empty
///            slot 0              slot 1
/// ```
///
/// Open addressing with linear probing, at most half full. Name and number share a cache line, so
/// that a request costs one miss in the processor's caches, and the eight names that differ only in
/// their last bits lie together, so that a scan costs one for eight. 32 to 64 B a page.
final class PageNumbers {
  private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L; // 2^64 / phi (Knuth, 6.4)
  private static final int RUN_BITS = 3;
  private static final long RUN = (1 << RUN_BITS) - 1;

  private long[] slots = new long[2 << 12];
  private int shift = 64 - 12;
  private long[] names = new long[1 << 11];
  private int size;

  /// Numbers `names[0 .. count)` into `pages[at ..]`.
  void number(long[] requested, int count, int[] pages, int at) {
    for (int i = 0; i < count; i++) {
      pages[at + i] = number(requested[i]);
    }
  }

  /// The names by number.
  long[] names() {
    return Arrays.copyOf(names, size);
  }

  private int number(long name) {
    int slot = slot(name);
    int number = (int) slots[slot + 1] - 1;
    return number >= 0 ? number : add(name, slot);
  }

  /// The index of the slot that holds the name, or of the empty one where it belongs.
  private int slot(long name) {
    long[] table = slots;
    int mask = table.length - 1;
    long hash = ((name >> RUN_BITS) * GOLDEN_RATIO >>> shift) + (name & RUN);
    int slot = (int) (hash << 1) & mask;
    while (table[slot + 1] != 0 && table[slot] != name) {
      slot = slot + 2 & mask;
    }
    return slot;
  }

  private int add(long name, int empty) {
    int slot = empty;
    if (size == names.length) { // a quarter of the slots' words, so half of the slots
      names = Arrays.copyOf(names, 2 * size);
      grow();
      slot = slot(name);
    }
    names[size] = name;
    slots[slot] = name;
    slots[slot + 1] = ++size;
    return size - 1;
  }

  private void grow() {
    slots = new long[2 * slots.length];
    shift--;
    for (int number = 0; number < size; number++) {
      int slot = slot(names[number]);
      slots[slot] = names[number];
      slots[slot + 1] = number + 1L;
    }
  }
}
