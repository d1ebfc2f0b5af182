package dev.freehold.testkit;

import java.util.SplittableRandom;

/// How a generated [OperationSequence] is composed.
///
/// @param blocks the most blocks live at once, from 1 to 2^20; their number swings between none and
///   this
/// @param largestBytes the largest size, up to 4 GiB - 1; sizes lean strongly to the small: of
///   seven blocks, four have up to 128 bytes
/// @param largestAlignment the largest alignment, a power of two; most are 16 or less
/// @param clearEvery the mean number of operations between two that free everything
public record Mix(int blocks, long largestBytes, long largestAlignment, int clearEvery) {
  /// Up to 4,096 blocks of up to 1 MiB and any alignment, about 5 MiB at a time.
  public static final Mix STANDARD = new Mix(4096, 1 << 20, 2 << 20, 50_000);

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException naming the component that is out of range
  public Mix {
    if (blocks < 1 || blocks > 1 << 20) {
      throw new IllegalArgumentException("blocks is %d: must be from 1 to 2^20".formatted(blocks));
    }
    if (largestBytes < 0 || largestBytes >= 1L << 32) {
      throw new IllegalArgumentException(
          "largestBytes is %d: must be from 0 to 2^32 - 1".formatted(largestBytes));
    }
    if (largestAlignment < 1 || Long.bitCount(largestAlignment) != 1) {
      throw new IllegalArgumentException(
          "largestAlignment is %d: must be a power of two".formatted(largestAlignment));
    }
    if (clearEvery < 1) {
      throw new IllegalArgumentException(
          "clearEvery is %d: must be at least 1".formatted(clearEvery));
    }
  }

  long drawBytes(SplittableRandom random) {
    int kind = random.nextInt(1024);
    long most;
    if (kind < 8) {
      return 0;
    } else if (kind < 600) {
      most = 128;
    } else if (kind < 900) {
      most = 1 << 10; // 1 KiB
    } else if (kind < 1000) {
      most = 8 << 10; // 8 KiB
    } else if (kind < 1022) {
      most = 64 << 10; // 64 KiB
    } else {
      most = largestBytes;
    }
    return random.nextLong(Math.min(most, largestBytes) + 1);
  }

  long drawAlignment(SplittableRandom random) {
    int kind = random.nextInt(512);
    long alignment;
    if (kind < 256) {
      alignment = 16;
    } else if (kind < 384) {
      alignment = 8;
    } else if (kind < 448) {
      alignment = 1;
    } else if (kind < 511) {
      alignment = 1L << random.nextInt(13);
    } else {
      alignment = 1L << random.nextInt(22);
    }
    return Math.min(alignment, largestAlignment);
  }
}
