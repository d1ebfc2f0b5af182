package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import java.util.Arrays;

/// What an allocator must hold, kept so simply that it is plainly right: the address and size of
/// each numbered block, and one bit for each byte that a block occupies.
///
/// ```text
/// blocks = number of live blocks        requestedBytes = sum of their sizes
/// peakRequestedBytes = largest requestedBytes so far
/// footprint = union of the live blocks' bytes; no two share one
/// ```
///
/// A block of 0 bytes has an address of its own, so it occupies one byte here.
public final class ShadowModel {
  private final long[] addresses; // NULL where the block is not live
  private final long[] sizes;
  private final Footprint footprint = new Footprint();
  private int blocks;
  private long requestedBytes;
  private long peakRequestedBytes;

  /// Creates a model without live blocks.
  ///
  /// @param numbers how many blocks there may be; they are numbered from 0
  public ShadowModel(int numbers) {
    this.addresses = new long[numbers];
    this.sizes = new long[numbers];
  }

  /// Adds a block.
  ///
  /// @param block its number
  /// @param address where the allocator put it
  /// @param bytes its size
  /// @param alignment what was asked for
  /// @throws AssertionError if the address is not aligned, or a byte is another block's; nothing
  ///   changed
  public void allocate(int block, long address, long bytes, long alignment) {
    if ((address & alignment - 1) != 0) {
      throw new AssertionError(
          "address 0x%x is not a multiple of the alignment %d".formatted(address, alignment));
    }
    claim(address, bytes);
    addresses[block] = address;
    sizes[block] = bytes;
    blocks++;
    request(bytes);
  }

  /// Changes the size of a live block.
  ///
  /// @param block its number
  /// @param bytes its new size
  /// @throws AssertionError if it now shares a byte with another block
  public void resize(int block, long bytes) {
    footprint.remove(addresses[block], Math.max(1, sizes[block]));
    claim(addresses[block], bytes);
    request(bytes - sizes[block]);
    sizes[block] = bytes;
  }

  /// Takes a live block out.
  ///
  /// @param block its number
  public void free(int block) {
    footprint.remove(addresses[block], Math.max(1, sizes[block]));
    request(-sizes[block]);
    addresses[block] = Allocator.NULL;
    blocks--;
  }

  private void claim(long address, long bytes) {
    if (!footprint.add(address, Math.max(1, bytes))) {
      throw new AssertionError(
          "0x%x of %d bytes overlaps %s".formatted(address, bytes, overlapped(address, bytes)));
    }
  }

  private String overlapped(long address, long bytes) {
    for (int block = 0; block < addresses.length; block++) {
      long start = addresses[block];
      if (start != Allocator.NULL
          && start < address + Math.max(1, bytes)
          && address < start + Math.max(1, sizes[block])) {
        return "block %d at 0x%x of %d bytes".formatted(block, start, sizes[block]);
      }
    }
    return "itself";
  }

  private void request(long more) {
    requestedBytes += more;
    peakRequestedBytes = Math.max(peakRequestedBytes, requestedBytes);
  }

  /// Whether a block is live.
  ///
  /// @param block its number
  /// @return whether it is
  public boolean isLive(int block) {
    return addresses[block] != Allocator.NULL;
  }

  /// Where a block is.
  ///
  /// @param block its number
  /// @return its address, or [Allocator#NULL] where it is not live
  public long address(int block) {
    return addresses[block];
  }

  /// How large a live block is.
  ///
  /// @param block its number
  /// @return the size last requested
  public long bytes(int block) {
    return sizes[block];
  }

  /// The number of live blocks.
  ///
  /// @return at least 0
  public int blocks() {
    return blocks;
  }

  /// The sizes of all live blocks.
  ///
  /// @return their sum
  public long requestedBytes() {
    return requestedBytes;
  }

  /// The largest [#requestedBytes] so far.
  ///
  /// @return bytes
  public long peakRequestedBytes() {
    return peakRequestedBytes;
  }

  /// The numbers of the live blocks, by address.
  ///
  /// @return a new array
  public int[] inOrder() {
    long[] starts = Arrays.stream(addresses).filter(a -> a != Allocator.NULL).sorted().toArray();
    int[] order = new int[starts.length];
    for (int block = 0; block < addresses.length; block++) {
      if (isLive(block)) {
        order[Arrays.binarySearch(starts, addresses[block])] = block;
      }
    }
    return order;
  }
}
