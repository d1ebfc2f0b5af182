package dev.freehold.alloc;

/// Serves small requests from one allocator and large ones from another.
///
/// ```text
///             bytes <= threshold                  bytes > threshold
/// allocate ---------------------> small     large <----------------
///             range owns address                       otherwise
/// free, resize, sizeOf ---------> small     large <----------------
/// ```
///
/// A block stays on its side. [#resize] refuses to grow a small block past the threshold, so that
/// whoever moves it then gets a large one; a large block that shrinks stays large.
///
/// Costs one comparison more than the part that serves.
public final class Segregator implements Allocator {
  private final long threshold;
  private final Allocator small;
  private final Owning range;
  private final Allocator large;

  /// Divides requests by size.
  ///
  /// @param threshold the largest size of a small request, in bytes
  /// @param small serves requests of at most the threshold, and tells its blocks by their address
  /// @param large serves all others
  /// @param <S> an allocator that knows its range
  public <S extends Allocator & Owning> Segregator(long threshold, S small, Allocator large) {
    this(threshold, small, small, large);
  }

  /// Divides requests by size, where the small side is composed itself: for example a [Budgeted],
  /// whose blocks are told by the allocator within.
  ///
  /// @param threshold the largest size of a small request, in bytes
  /// @param small serves requests of at most the threshold
  /// @param range owns every block of `small` and none of `large`
  /// @param large serves all others
  public Segregator(long threshold, Allocator small, Owning range, Allocator large) {
    if (threshold < 0) {
      throw new IllegalArgumentException(
          "threshold is %d: must be at least 0".formatted(threshold));
    }
    this.threshold = threshold;
    this.small = small;
    this.range = range;
    this.large = large;
  }

  /// The largest size of a small request.
  ///
  /// @return bytes
  public long threshold() {
    return threshold;
  }

  @Override
  public long allocate(long bytes, long alignment) {
    return bytes <= threshold ? small.allocate(bytes, alignment) : large.allocate(bytes, alignment);
  }

  @Override
  public boolean resize(long address, long bytes) {
    if (!range.owns(address)) {
      return large.resize(address, bytes);
    }
    if (bytes > threshold && bytes > small.sizeOf(address)) {
      return false;
    }
    return small.resize(address, bytes);
  }

  @Override
  public void free(long address) {
    if (range.owns(address)) {
      small.free(address);
    } else {
      large.free(address);
    }
  }

  @Override
  public long sizeOf(long address) {
    return range.owns(address) ? small.sizeOf(address) : large.sizeOf(address);
  }
}
