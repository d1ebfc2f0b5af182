package dev.freehold.testkit;

import dev.freehold.os.Memory;

/// A live block of a test, filled with bytes that depend on where they are.
///
/// @param address where it is
/// @param bytes its size
/// @param seed tells its bytes from those of another block
record Block(long address, long bytes, int seed) {
  private byte expected(long offset) {
    return (byte) (((offset + 1) * 0x9e37_79b9_7f4a_7c15L ^ seed * 0xbf58_476d_1ce4_e5b9L) >>> 32);
  }

  void fill() {
    for (long i = 0; i < bytes; i++) {
      Memory.setByte(address + i, expected(i));
    }
  }

  void check() {
    checkFirst(bytes);
  }

  void checkFirst(long most) {
    for (long i = 0; i < most; i++) {
      if (Memory.getByte(address + i) != expected(i)) {
        throw new AssertionError(
            "byte %d of the block at 0x%x of %d bytes was changed".formatted(i, address, bytes));
      }
    }
  }

  @Override
  public String toString() {
    return "block at 0x%x of %d bytes".formatted(address, bytes);
  }
}
