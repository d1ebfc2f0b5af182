package dev.freehold.alloc;

/// Signals that an address given to an allocator is not the start of one of its live blocks: freed
/// already, inside a block, never handed out, or of another allocator. The allocator is unchanged.
public final class InvalidFreeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final long address;

  /// Describes a refused address.
  ///
  /// @param allocator what refused it, for example `best-fit`
  /// @param address the address
  /// @param what what stands there instead of a live block, for example `inside a hole`
  public InvalidFreeException(String allocator, long address, String what) {
    super(
        "no live block of this %s allocator starts at 0x%x: %s; free each block once, by the address that allocate returned"
            .formatted(allocator, address, what));
    this.address = address;
  }

  /// The refused address.
  ///
  /// @return the address as given
  public long address() {
    return address;
  }
}
