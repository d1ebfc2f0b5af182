package dev.freehold.lab.trace;

import dev.freehold.lab.input.TraceFormatException;
import java.util.Arrays;
import java.util.OptionalLong;

/// Builds a [Trace] operation by operation, and refuses what no program can have done.
///
/// A file may name blocks as it likes (ordinals, reused numbers, addresses); the builder gives each
/// allocation the next block number. A refused operation throws and leaves the builder as it was.
/// Every operation takes constant time. Not safe for use by several threads at once.
///
/// ```text
/// ids:  id  ->  n >= 0   live, as block n
///           ->  ~line    freed on that line
///           ->  ABSENT   never allocated
/// ```
public final class TraceBuilder {
  /// The largest size that is believed: 1 TiB.
  public static final long MAX_BYTES = 1L << 40;

  private static final int MAX_OPERATIONS = 1 << 30;

  private final String name;
  private final String file;
  private final IdMap ids = new IdMap();
  private int[] codes = new int[1 << 10];
  private long[] sizes = new long[1 << 10];
  private int operations;
  private int blocks;

  /// Starts an empty trace.
  ///
  /// @param name what to call it
  /// @param file what errors call the place that the operations come from
  public TraceBuilder(String name, String file) {
    this.name = name;
    this.file = file;
  }

  /// Adds an allocation.
  ///
  /// @param line where the file says so, counted from 1
  /// @param id the file's name for the block, free to be used again after [#free]
  /// @param bytes the bytes requested, from 0 to [#MAX_BYTES]
  /// @throws TraceFormatException where the id is live or the size out of bounds
  public void allocate(int line, long id, long bytes) {
    checkBytes(line, bytes);
    if (isLive(id)) {
      throw error(
          line,
          "id " + id + " is allocated while it is still live",
          "free it first, or give the new block an id of its own");
    }
    reserve(line, 1);
    append(id, bytes);
  }

  /// Adds a free.
  ///
  /// @param line where the file says so, counted from 1
  /// @param id the id of a live block
  /// @throws TraceFormatException where no live block has the id
  public void free(int line, long id) {
    int block = liveBlock(line, id);
    reserve(line, 1);
    append(line, id, block);
  }

  /// Adds a reallocation, which is a free and an allocation under the same id.
  ///
  /// @param line where the file says so, counted from 1
  /// @param id the id of a live block
  /// @param bytes the bytes requested, from 0 to [#MAX_BYTES]
  /// @throws TraceFormatException where no live block has the id, or the size is out of bounds
  public void reallocate(int line, long id, long bytes) {
    checkBytes(line, bytes);
    int block = liveBlock(line, id);
    reserve(line, 2);
    append(line, id, block);
    append(id, bytes);
  }

  /// Whether a block of this id is allocated and not yet freed.
  ///
  /// @param id any id
  /// @return whether [#free] would accept it
  public boolean isLive(long id) {
    return ids.value(id) >= 0;
  }

  /// The number of operations added, which a reallocation raises by two.
  ///
  /// @return at least 0
  public int operations() {
    return operations;
  }

  /// Ends the trace.
  ///
  /// @param declaredPeakBytes the peak requested bytes that the file declares, or empty
  /// @return a copy of what was added, so that the builder may go on
  /// @throws TraceFormatException where there is no operation
  public Trace build(OptionalLong declaredPeakBytes) {
    if (operations == 0) {
      throw TraceFormatException.of(
          file, "the trace holds no operation", "record a program that allocates memory");
    }
    return new Trace(
        name, Arrays.copyOf(codes, operations), Arrays.copyOf(sizes, blocks), declaredPeakBytes);
  }

  private void checkBytes(int line, long bytes) {
    if (bytes < 0) {
      throw error(line, "size " + bytes + " is negative", "give a size from 0 to 1 TiB");
    }
    if (bytes > MAX_BYTES) {
      throw error(line, "size " + bytes + " is above 1 TiB", "give a size from 0 to 1 TiB");
    }
  }

  private int liveBlock(int line, long id) {
    int block = ids.value(id);
    if (block == IdMap.ABSENT) {
      throw error(
          line,
          "id " + id + " is freed but was never allocated",
          "remove the line or record the trace again");
    }
    if (block < 0) {
      throw error(
          line,
          "id " + id + " was already freed on line " + ~block,
          "remove one of the two lines or record the trace again");
    }
    return block;
  }

  private void reserve(int line, int more) {
    if (operations > MAX_OPERATIONS - more) {
      throw error(
          line, "the trace has more than 2^30 operations", "record a shorter run of the program");
    }
    if (operations + more > codes.length) {
      codes = Arrays.copyOf(codes, 2 * codes.length);
    }
    if (blocks == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * sizes.length);
    }
  }

  private void append(long id, long bytes) {
    ids.put(id, blocks);
    sizes[blocks] = bytes;
    codes[operations++] = blocks++;
  }

  private void append(int line, long id, int block) {
    ids.put(id, ~line);
    codes[operations++] = ~block;
  }

  private TraceFormatException error(int line, String what, String remedy) {
    return TraceFormatException.at(file, line, what, remedy);
  }
}
