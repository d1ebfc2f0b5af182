package dev.freehold.lab.trace;

import java.util.OptionalLong;

/// A recorded sequence of allocations and frees of one program.
///
/// Blocks are numbered from 0 in the order of their allocation, and every free names a live block,
/// so a trace can be replayed without any check. A reallocation is a free and an allocation.
///
/// ```text
/// codes    0  1 ~0  2 ~1 ...       n >= 0: allocate block n;  n < 0: free block ~n
/// sizes   16 80     24             bytes requested for block n
/// ```
public final class Trace {
  private final String name;
  private final int[] codes;
  private final long[] sizes;
  private final OptionalLong declaredPeakBytes;

  /// Wraps the arrays of a trace, which the caller must not change any more. [TraceBuilder] checks
  /// them.
  ///
  /// @param name what to call it: the file name up to the first dot
  /// @param codes the operations
  /// @param sizes the bytes requested, by block
  /// @param declaredPeakBytes the peak requested bytes that the file declares
  Trace(String name, int[] codes, long[] sizes, OptionalLong declaredPeakBytes) {
    this.name = name;
    this.codes = codes;
    this.sizes = sizes;
    this.declaredPeakBytes = declaredPeakBytes;
  }

  /// What the trace is called.
  ///
  /// @return the file name up to the first dot
  public String name() {
    return name;
  }

  /// The number of operations.
  ///
  /// @return allocations and frees
  public int operations() {
    return codes.length;
  }

  /// The number of allocations, and so of blocks.
  ///
  /// @return blocks are numbered from 0 to one less
  public int allocations() {
    return sizes.length;
  }

  /// The number of frees.
  ///
  /// @return at most [#allocations]
  public int frees() {
    return codes.length - sizes.length;
  }

  /// An operation.
  ///
  /// @param operation from 0 to [#operations] - 1
  /// @return the block to allocate, or the complement (`~`) of the block to free
  public int code(int operation) {
    return codes[operation];
  }

  /// The bytes requested for a block.
  ///
  /// @param block from 0 to [#allocations] - 1
  /// @return at least 0
  public long bytes(int block) {
    return sizes[block];
  }

  /// The peak requested bytes that the file declares.
  ///
  /// @return empty where the format has no such line
  public OptionalLong declaredPeakBytes() {
    return declaredPeakBytes;
  }
}
