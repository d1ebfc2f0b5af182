package dev.freehold.alloc;

import java.util.Arrays;

/// The bytes of each block that were not requested, from 0 to a whole granule, by the block's first
/// granule. One byte each where granules are small, two where they are pages.
final class Slack {
  private final boolean narrow;
  private byte[] bytes = {};
  private char[] chars = {};

  /// Creates an empty table.
  ///
  /// @param granuleBytes the largest slack, below 64 KiB
  Slack(int granuleBytes) {
    narrow = granuleBytes < 256;
  }

  void grow(int bound) {
    if (narrow && bytes.length < bound) {
      bytes = Arrays.copyOf(bytes, Math.max(bound, bytes.length * 2));
    } else if (!narrow && chars.length < bound) {
      chars = Arrays.copyOf(chars, Math.max(bound, chars.length * 2));
    }
  }

  int of(int granule) {
    return narrow ? bytes[granule] & 0xff : chars[granule];
  }

  void set(int granule, int slack) {
    if (narrow) {
      bytes[granule] = (byte) slack;
    } else {
      chars[granule] = (char) slack;
    }
  }

  long metadataBytes() {
    return bytes.length + 2L * chars.length;
  }
}
