package dev.freehold.alloc;

/// Serves requests from one allocator, and from a second where the first refuses.
///
/// ```text
///                            refused
/// allocate ---------> first ---------> second
///             range owns address                   otherwise
/// free, resize, sizeOf ---------> first     second <--------
/// ```
///
/// A block stays with the allocator that served it: [#resize] never moves it to the other.
///
/// Costs one comparison more than the part that serves, and the refusal of the first where the
/// second does.
public final class Fallback implements Allocator {
  private final Allocator first;
  private final Owning range;
  private final Allocator second;

  /// Puts one allocator before another.
  ///
  /// @param first asked first, and tells its blocks by their address
  /// @param second asked where the first refuses
  /// @param <F> an allocator that knows its range
  public <F extends Allocator & Owning> Fallback(F first, Allocator second) {
    this(first, first, second);
  }

  /// Puts one allocator before another, where the first is composed itself: for example a
  /// [Budgeted], whose blocks are told by the allocator within.
  ///
  /// @param first asked first
  /// @param range owns every block of `first` and none of `second`
  /// @param second asked where the first refuses
  public Fallback(Allocator first, Owning range, Allocator second) {
    this.first = first;
    this.range = range;
    this.second = second;
  }

  @Override
  public long allocate(long bytes, long alignment) {
    long address = first.allocate(bytes, alignment);
    return address != NULL ? address : second.allocate(bytes, alignment);
  }

  @Override
  public boolean resize(long address, long bytes) {
    return ownerOf(address).resize(address, bytes);
  }

  @Override
  public void free(long address) {
    ownerOf(address).free(address);
  }

  @Override
  public long sizeOf(long address) {
    return ownerOf(address).sizeOf(address);
  }

  private Allocator ownerOf(long address) {
    return range.owns(address) ? first : second;
  }
}
