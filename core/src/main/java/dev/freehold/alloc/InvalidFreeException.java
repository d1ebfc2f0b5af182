package dev.freehold.alloc;

import org.jspecify.annotations.Nullable;

/// Signals that an address given to an allocator is not the start of one of its live blocks: freed
/// already, inside a block, never handed out, or of another allocator. The allocator is unchanged.
public class InvalidFreeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final long address;
  private final String what;

  /// Describes a refused address.
  ///
  /// @param allocator what refused it, for example `best-fit`
  /// @param address the address
  /// @param what what stands there instead of a live block, for example `inside a hole`
  public InvalidFreeException(String allocator, long address, String what) {
    this(
        """
        Freehold: address given that no block starts at: %s
          block   0x%x, given to a %s allocator
          rule    what is freed is the start of a live block -> docs/checks/invalid-free.md
          next    free each block once, by the address that allocate returned\
        """
            .formatted(what, address, allocator),
        address,
        what,
        null);
  }

  /// Describes a refused address in words of a level above, which knows more.
  ///
  /// @param message all of the words
  /// @param refused by the allocator
  protected InvalidFreeException(String message, InvalidFreeException refused) {
    this(message, refused.address, refused.what, refused);
  }

  private InvalidFreeException(
      String message, long address, String what, @Nullable InvalidFreeException cause) {
    super(message, cause);
    this.address = address;
    this.what = what;
  }

  /// The refused address.
  ///
  /// @return the address as given
  public final long address() {
    return address;
  }

  /// What stands there instead of a live block.
  ///
  /// @return some words, for example `inside a hole`
  public final String what() {
    return what;
  }
}
