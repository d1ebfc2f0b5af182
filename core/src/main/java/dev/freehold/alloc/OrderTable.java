package dev.freehold.alloc;

import java.util.Arrays;

/// The order and the requested size of each block of a buddy allocator, by its first granule.
///
/// A block of order k owns 2^k granules of 16 bytes, and one byte here for each:
///
/// ```text
/// order 0           1rrrrrrr                   r = requested, 0 to 16
/// order k >= 1      1ccccccc 0sssssss 0sssssss ...  0.......
///                   c = 16 + k, s = slack = 16 * 2^k - requested, 7 bits a byte, lowest first
/// no block          0.......
/// ```
///
/// The top bit is set exactly where a block starts, so an address inside a block, or of a block
/// freed before, is known by one byte. A request lies above half of its block where k >= 1, so the
/// slack has k + 3 bits, which fit in the block's own bytes: 1 for k <= 4, 2 for k <= 11, 3 for k
/// <= 18.
///
/// The bytes are kept in chunks of 16,384, made when a block first starts in them: a block costs no
/// metadata where no other block starts.
final class OrderTable {
  /// The smallest block, and the unit of all others.
  static final int GRANULE = 16;

  private static final int START = 0x80;
  private static final int CHUNK_SHIFT = 14;
  private static final int CHUNK = 1 << CHUNK_SHIFT; // 16 KiB for 256 KiB of blocks
  private static final byte[] NONE = {}; // where no block ever started

  private byte[][] chunks = {};
  private long made;

  /// The order of the smallest block that holds so many bytes.
  static int orderOf(long bytes) {
    return 60 - Long.numberOfLeadingZeros(Math.max(bytes, GRANULE) - 1);
  }

  /// Makes room for a block that starts at a granule.
  void reserve(long granule) {
    chunkFor(granule);
  }

  /// Records a block, whose order must be that of its requested bytes.
  void put(long granule, int order, long requested) {
    byte[] chunk = chunkFor(granule);
    int at = (int) granule & CHUNK - 1;
    if (order == 0) {
      chunk[at] = (byte) (START | requested);
      return;
    }
    chunk[at] = (byte) (START | GRANULE + order);
    long slack = ((long) GRANULE << order) - requested;
    for (int bits = order + 3; bits > 0; bits -= 7) {
      chunk[++at] = (byte) (slack & 0x7f);
      slack >>>= 7;
    }
  }

  /// Forgets a block.
  void remove(long granule) {
    chunks[(int) (granule >>> CHUNK_SHIFT)][(int) granule & CHUNK - 1] = 0;
  }

  /// The order of the block that starts at a granule, or -1 where none does.
  int orderAt(long granule) {
    long index = granule >>> CHUNK_SHIFT;
    byte[] chunk = index < chunks.length ? chunks[(int) index] : NONE;
    int at = (int) granule & CHUNK - 1;
    int code = at < chunk.length ? chunk[at] : 0;
    return code >= 0 ? -1 : Math.max((code & ~START & 0xff) - GRANULE, 0);
  }

  /// The requested bytes of the block that starts at a granule.
  long requestedAt(long granule, int order) {
    byte[] chunk = chunks[(int) (granule >>> CHUNK_SHIFT)];
    int at = (int) granule & CHUNK - 1;
    if (order == 0) {
      return chunk[at] & ~START & 0xff;
    }
    long slack = 0;
    for (int bit = 0; bit < order + 3; bit += 7) {
      slack |= (long) chunk[++at] << bit;
    }
    return ((long) GRANULE << order) - slack;
  }

  private byte[] chunkFor(long granule) {
    long index = granule >>> CHUNK_SHIFT;
    if (index < chunks.length && chunks[(int) index].length != 0) {
      return chunks[(int) index];
    }
    return makeChunk(Math.toIntExact(index));
  }

  private byte[] makeChunk(int index) {
    if (index >= chunks.length) {
      int old = chunks.length;
      byte[][] grown = Arrays.copyOf(chunks, Math.max(index + 1, 2 * old));
      Arrays.fill(grown, old, grown.length, NONE);
      chunks = grown;
    }
    chunks[index] = new byte[CHUNK];
    made++;
    return chunks[index];
  }

  /// The Java heap used.
  long metadataBytes() {
    return made * CHUNK + (long) chunks.length * Integer.BYTES;
  }
}
