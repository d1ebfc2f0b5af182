package dev.freehold.plan;

import java.util.SplittableRandom;

/// Which of the buffers that could be next is tried first.
enum Order {
  /// The most sections, then the largest.
  LENGTH,
  /// As [#AREA], each product times a random factor from 1 to 2.
  NOISY_AREA,
  /// The largest product of size and sections.
  AREA,
  /// As [#LENGTH], each length times a random factor from 1 to 2.
  NOISY_LENGTH,
  /// The largest, then the most sections.
  SIZE;

  /// What a buffer weighs in this order; more comes first.
  double weight(Sections sections, int b, SplittableRandom random) {
    double length = sections.end[b] - sections.first[b];
    double size = sections.size[b];
    return switch (this) {
      case LENGTH -> length + Math.min(size, 0x1p32) * 0x1p-33;
      case NOISY_AREA -> size * length * (1 + random.nextDouble());
      case AREA -> size * length;
      case NOISY_LENGTH -> length * (1 + random.nextDouble());
      case SIZE -> size + length * 0x1p-31;
    };
  }
}
