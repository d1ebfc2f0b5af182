package dev.freehold;

/// Makes heaps known to who looks at this JVM from outside, as system properties:
///
/// ```text
/// freehold.heap.0x7f0238000000 = 1073741824 orders        base address, size in bytes, name
/// ```
///
/// The kernel names no anonymous memory unless it is built to, and a property can be read by any
/// diagnostic tool. The base tells heaps of one name apart. Safe for use by many threads.
final class Published {
  private static final String PREFIX = "freehold.heap.0x";

  private Published() {}

  /// Makes a heap known.
  ///
  /// @param name of the heap
  /// @param base its first address
  /// @param bytes its reservation
  static void add(String name, long base, long bytes) {
    System.setProperty(key(base), bytes + " " + name);
  }

  /// Takes it back, before its addresses are given to something else.
  ///
  /// @param base its first address
  static void remove(long base) {
    System.clearProperty(key(base));
  }

  private static String key(long base) {
    return PREFIX + Long.toHexString(base);
  }
}
