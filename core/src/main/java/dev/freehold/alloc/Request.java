package dev.freehold.alloc;

/// The rules that every request for a block must keep.
final class Request {
  private Request() {}

  static void check(long bytes, long alignment) {
    if (bytes < 0
        || alignment <= 0
        || (alignment & (alignment - 1)) != 0
        || alignment > Allocator.MAX_ALIGNMENT) {
      throw refused(bytes, alignment);
    }
  }

  static void check(long bytes) {
    if (bytes < 0) {
      throw refused(bytes, 1);
    }
  }

  private static IllegalArgumentException refused(long bytes, long alignment) {
    return new IllegalArgumentException(
        bytes < 0
            ? "a block of %d bytes was requested: the size must be at least 0".formatted(bytes)
            : "a block aligned to %d bytes was requested: the alignment must be a power of two up to 2 MiB"
                .formatted(alignment));
  }
}
