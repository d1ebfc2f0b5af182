package dev.freehold;

import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One allocation of a heap, owned by the thread that took it.
///
/// The block's segment has a scope of its own, so the JVM itself refuses what C would not notice:
///
/// | misuse | refused with |
/// |---|---|
/// | access beyond the block | [IndexOutOfBoundsException] |
/// | access after [#close] | [IllegalStateException] |
/// | closing twice | [IllegalStateException] |
/// | access, resize or close by another thread | [WrongThreadException] |
///
/// Invariants: `segment` is over `[address, address + bytes)`, it is alive exactly as long as the
/// block is, and the allocator's size of the block is `bytes`.
public final class Block implements AutoCloseable {
  private final Heap heap;
  private final long address;
  private long bytes;
  private Arena scope;
  private MemorySegment segment;

  Block(Heap heap, long address, long bytes) {
    this.heap = heap;
    this.address = address;
    this.bytes = bytes;
    begin();
  }

  /// The memory of the block. What it contains at first is undefined.
  ///
  /// @return a segment that ends when the block is closed or resized
  public MemorySegment segment() {
    return segment;
  }

  /// Where the block starts, for code below the level of segments. Nothing checks its use.
  ///
  /// @return the address, valid until the block is closed
  public long address() {
    return address;
  }

  /// The size of the block.
  ///
  /// @return bytes, as last requested
  public long bytes() {
    return bytes;
  }

  /// Changes the size without moving the block, or refuses. The contents up to the smaller size
  /// stay; what is gained is undefined.
  ///
  /// Either way, segments taken earlier end: ask for [#segment] again.
  ///
  /// @param newBytes the new size, at least 0
  /// @return whether the block has the new size; `false` where its neighbours leave no room
  /// @throws IllegalArgumentException if `newBytes` is negative
  /// @throws IllegalStateException if the block or its heap is closed; the size is unchanged
  /// @throws WrongThreadException if another thread owns the block; the size is unchanged
  public boolean resize(long newBytes) {
    Heap.check(newBytes, 1);
    end();
    boolean resized = false;
    try {
      resized = heap.resize(address, newBytes);
    } finally {
      bytes = resized ? newBytes : bytes;
      begin();
    }
    return resized;
  }

  /// Ends the segment and frees the block.
  ///
  /// @throws IllegalStateException if the block is closed, or in use by a native call or a channel
  /// @throws WrongThreadException if another thread owns the block
  @Override
  public void close() {
    end();
    heap.give(address);
  }

  @SuppressWarnings("MustBeClosedChecker") // closed by end
  private void begin() {
    scope = Arena.ofConfined();
    segment = Memory.view(address, bytes, scope);
  }

  /// Ends the scope first: whatever happens afterwards, no segment reaches memory that is not ours.
  private void end() {
    try {
      scope.close();
    } catch (IllegalStateException e) {
      throw scope.scope().isAlive()
          ? new IllegalStateException(
              "%s is in use by a native call or a channel: close it when that has ended"
                  .formatted(this),
              e)
          : new IllegalStateException(
              "%s is closed already: its owner closes it once, and uses it no more".formatted(this),
              e);
    } catch (WrongThreadException e) {
      throw new WrongThreadException(
          "%s is owned by the thread that took it, not by %s: only its owner resizes and closes it"
              .formatted(this, Thread.currentThread()),
          e);
    }
  }

  @Override
  public String toString() {
    return "block 0x%x of %d bytes from heap '%s'".formatted(address, bytes, heap.name());
  }
}
