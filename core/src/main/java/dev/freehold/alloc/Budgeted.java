package dev.freehold.alloc;

/// Serves requests from an allocator as long as the sum of all live requests stays within a limit.
///
/// Invariants:
///
/// ```text
/// requestedBytes = sum of sizeOf over the live blocks taken through this allocator
/// 0 <= requestedBytes <= limitBytes
/// ```
///
/// The limit is on what the program asks for, so it holds to the byte whatever the allocator rounds
/// up to; what the operating system commits is limited by the region.
///
/// Costs an addition for each request, and a [#sizeOf] for each free and resize.
public final class Budgeted implements Allocator {
  private final Allocator served;
  private final long limitBytes;
  private long requestedBytes;

  /// Limits an allocator.
  ///
  /// @param served used through this allocator only
  /// @param limitBytes the most bytes that live blocks may have requested together
  public Budgeted(Allocator served, long limitBytes) {
    if (limitBytes < 0) {
      throw new IllegalArgumentException(
          "limitBytes is %d: must be at least 0".formatted(limitBytes));
    }
    this.served = served;
    this.limitBytes = limitBytes;
  }

  /// The most bytes that live blocks may have requested together.
  ///
  /// @return bytes
  public long limitBytes() {
    return limitBytes;
  }

  /// What the live blocks have requested together.
  ///
  /// @return bytes, at most [#limitBytes]
  public long requestedBytes() {
    return requestedBytes;
  }

  @Override
  public long allocate(long bytes, long alignment) {
    Request.check(bytes, alignment);
    if (bytes > limitBytes - requestedBytes) {
      return NULL;
    }
    long address = served.allocate(bytes, alignment);
    if (address != NULL) {
      requestedBytes += bytes;
    }
    return address;
  }

  @Override
  public boolean resize(long address, long bytes) {
    Request.check(bytes);
    long more = bytes - served.sizeOf(address);
    if (more > limitBytes - requestedBytes || !served.resize(address, bytes)) {
      return false;
    }
    requestedBytes += more;
    return true;
  }

  @Override
  public void free(long address) {
    long bytes = served.sizeOf(address);
    served.free(address);
    requestedBytes -= bytes;
  }

  @Override
  public long sizeOf(long address) {
    return served.sizeOf(address);
  }
}
