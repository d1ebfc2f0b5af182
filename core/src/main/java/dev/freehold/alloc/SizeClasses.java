package dev.freehold.alloc;

/// The slot sizes of a slab allocator.
///
/// ```text
/// 16 32 48 64 80 96 112 128 | 144 160 176 ... 256 | 288 320 ... 512 | ... | 9216 ... 16384
///        every 16           |   8 per doubling, so a slot is at most 1/8 larger than its block
/// ```
///
/// Invariants:
///
/// ```text
/// 0 = sizeOf(-1) < sizeOf(0) < sizeOf(1) < ... < sizeOf(COUNT - 1) = LARGEST
/// sizeOf(of(n) - 1) < n <= sizeOf(of(n))               for 1 <= n <= LARGEST
/// sizeOf(c) is a multiple of SMALLEST
/// ```
final class SizeClasses {
  static final int SMALLEST = 16;
  static final int LARGEST = 16 << 10; // 16 KiB

  /// Small enough for a set of classes to be the bits of one `long`.
  static final int COUNT = 64;

  private static final int UNIT_SHIFT = 4; // log2 of SMALLEST
  private static final int STEPS_PER_DOUBLING = 8;

  private static final int[] SIZES = sizes();
  private static final byte[] BY_UNITS = byUnits();

  private SizeClasses() {}

  private static int[] sizes() {
    int[] sizes = new int[COUNT];
    int size = 0;
    for (int c = 0; c < COUNT; c++) {
      size += Math.max(SMALLEST, Integer.highestOneBit(size) / STEPS_PER_DOUBLING);
      sizes[c] = size;
    }
    return sizes;
  }

  private static byte[] byUnits() {
    byte[] classes = new byte[(LARGEST >> UNIT_SHIFT) + 1];
    int c = 0;
    for (int units = 0; units < classes.length; units++) {
      if (units << UNIT_SHIFT > SIZES[c]) {
        c++;
      }
      classes[units] = (byte) c;
    }
    return classes;
  }

  /// The bytes of a slot of a class.
  static int sizeOf(int sizeClass) {
    return SIZES[sizeClass];
  }

  /// The class of the smallest slots that hold a block of 0 to [#LARGEST] bytes.
  static int of(int bytes) {
    return BY_UNITS[(bytes + SMALLEST - 1) >> UNIT_SHIFT];
  }

  /// The class of the smallest slots that hold a block of at most [#LARGEST] bytes and follow each
  /// other at multiples of an alignment, or [#COUNT] where no class does. At most 8 sizes are
  /// looked at, because the power of two above is always a multiple.
  static int of(int bytes, int alignment) {
    long rounded = Math.max(alignment, (bytes + (long) alignment - 1) & -alignment);
    if (rounded > LARGEST) {
      return COUNT;
    }
    int c = of((int) rounded);
    while ((SIZES[c] & (alignment - 1)) != 0) {
      c++;
    }
    return c;
  }
}
