package dev.freehold.alloc;

/// Hands out blocks of native memory by address. Four primitives; everything else is built on them.
///
/// | primitive | after success | after refusal |
/// |---|---|---|
/// | [#allocate] | a live block of at least `bytes`, aligned, overlapping no other live block | returns [#NULL], nothing changed |
/// | [#resize] | the same address now has the new size, the common prefix is unchanged | returns `false`, nothing changed |
/// | [#free] | the block's bytes may be handed out again | throws [InvalidFreeException], nothing changed |
/// | [#sizeOf] | the bytes last requested for the block | throws [InvalidFreeException] |
///
/// Contents of a new block are undefined. An allocator is confined to one thread at a time unless
/// its class says otherwise.
public interface Allocator {
  /// The address of no block.
  long NULL = 0;

  /// The largest alignment that every allocator must serve.
  long MAX_ALIGNMENT = 2 << 20; // 2 MiB

  /// Takes a block.
  ///
  /// @param bytes the size requested, at least 0; a block of 0 bytes has an address of its own
  /// @param alignment a power of two, at most [#MAX_ALIGNMENT]
  /// @return the address of the block, or [#NULL] where there is no room
  /// @throws IllegalArgumentException if `bytes` is negative or `alignment` is not such a power
  long allocate(long bytes, long alignment);

  /// Changes the size of a block without moving it.
  ///
  /// @param address the address of a live block
  /// @param bytes the new size, at least 0
  /// @return whether the block now has the new size
  /// @throws InvalidFreeException if no live block starts at `address`
  boolean resize(long address, long bytes);

  /// Gives a block back.
  ///
  /// @param address the address of a live block
  /// @throws InvalidFreeException if no live block starts at `address`
  void free(long address);

  /// The bytes last requested for a block.
  ///
  /// @param address the address of a live block
  /// @return the size passed to the last successful [#allocate] or [#resize] of the block
  /// @throws InvalidFreeException if no live block starts at `address`
  long sizeOf(long address);
}
