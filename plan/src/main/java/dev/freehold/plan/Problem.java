package dev.freehold.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Buffers to be placed in one block of memory, so that no two share a byte while both are live.
///
/// @param name what to call it in messages and tables
/// @param buffers what to place, in any order; the index of a buffer in this list is its number
/// @param capacity the most bytes that the block may have, at least 0
public record Problem(String name, List<Buffer> buffers, long capacity) {
  /// The capacity of a problem that has no limit. All sizes, alignments and fixed offsets of a
  /// problem together stay below it, so no sum of them overflows.
  public static final long UNLIMITED = 1L << 60; // 1 EiB

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException if two buffers have one id, or the sum of all sizes is out of
  ///   range
  public Problem {
    buffers = List.copyOf(buffers);
    if (capacity < 0) {
      throw new IllegalArgumentException(
          "the capacity of %s is %d: a capacity is at least 0".formatted(name, capacity));
    }
    Set<String> ids = HashSet.newHashSet(buffers.size());
    long extent = 0;
    for (Buffer buffer : buffers) {
      if (!ids.add(buffer.id())) {
        throw new IllegalArgumentException(
            "%s has two buffers with the id %s: give each a name of its own"
                .formatted(name, buffer.id()));
      }
      extent = reach(extent, buffer);
      if (extent < 0) {
        throw new IllegalArgumentException(
            "the sizes in %s overflow at buffer %s: sizes, alignments and fixed offsets add up to less than 2^60"
                .formatted(name, buffer.id()));
      }
    }
  }

  /// Adds what a buffer may add to the height of a plan.
  ///
  /// @param extent the sum before
  /// @param buffer what to add
  /// @return the sum after it, or -1 where that is [#UNLIMITED] or more
  static long reach(long extent, Buffer buffer) {
    long fixed = buffer.fixed().orElse(0);
    if (buffer.size() >= UNLIMITED || buffer.alignment() >= UNLIMITED || fixed >= UNLIMITED) {
      return -1;
    }
    long sum = extent + buffer.size() + (buffer.alignment() - 1) + fixed;
    return sum >= UNLIMITED ? -1 : sum;
  }

  /// The same with another capacity.
  ///
  /// @param bytes the most bytes that the block may have
  /// @return a problem
  public Problem withCapacity(long bytes) {
    return new Problem(name, buffers, bytes);
  }

  /// A problem of what a program allocated: block `i` is buffer `i`, named by that number.
  ///
  /// A block of no bytes counts as one byte, since it has an address of its own.
  ///
  /// @param name what to call it
  /// @param lower when each block was allocated
  /// @param upper when it was freed; the end of the trace where it never was
  /// @param bytes how many it has, at least 0
  /// @return a problem without a capacity, of buffers without alignment
  /// @throws IllegalArgumentException if the arrays differ in length or hold what no buffer can
  ///   have
  public static Problem ofTrace(String name, long[] lower, long[] upper, long[] bytes) {
    if (lower.length != upper.length || lower.length != bytes.length) {
      throw new IllegalArgumentException(
          "%d lower, %d upper, %d sizes: give one of each for every block"
              .formatted(lower.length, upper.length, bytes.length));
    }
    List<Buffer> buffers = new ArrayList<>(lower.length);
    for (int i = 0; i < lower.length; i++) {
      long size = bytes[i] == 0 ? 1 : bytes[i];
      buffers.add(Buffer.of(Integer.toString(i), lower[i], upper[i], size));
    }
    return new Problem(name, buffers, UNLIMITED);
  }
}
