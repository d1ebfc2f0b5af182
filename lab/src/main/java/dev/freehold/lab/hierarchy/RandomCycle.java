package dev.freehold.lab.hierarchy;

import dev.freehold.os.Memory;
import java.util.SplittableRandom;

/// Nodes in memory, each holding the address of the next, that make one random cycle.
///
/// ```text
/// base        + stride      + 2 stride    + 3 stride
///  | node 0    | node 1      | node 2      | node 3
///    one line in each stride, a different line from stride to stride
/// ```
///
/// A walk is a chain of loads of which each waits for the one before, in an order that no
/// prefetcher guesses, so its time per node is the latency of a load. Inserting node `i` behind a
/// random earlier one keeps every cycle of `i + 1` nodes equally likely (Sattolo, "An algorithm to
/// generate a random cyclic permutation", 1986, built from the inside out), so a cycle grows in
/// place.
///
/// With a stride of one line the nodes are packed. With a stride of an OS page each load needs a
/// translation of its own, and the lines still spread evenly over the sets of a cache.
final class RandomCycle {
  private static final long SEED = 0x5eed;

  private final long base;
  private final long stride;
  private final long line;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private long nodes;
  private long at;

  /// @param base the address of committed memory, a multiple of the stride
  /// @param stride bytes from node to node, a power of two, at least a line
  /// @param line bytes of a cache line, a power of two
  RandomCycle(long base, long stride, long line) {
    this.base = base;
    this.stride = stride;
    this.line = line;
    this.at = base;
  }

  /// Adds nodes until there are as many; has no effect where there are.
  void growTo(long count) {
    if (nodes == 0 && count > 0) {
      Memory.setLong(base, base);
      nodes = 1;
    }
    for (; nodes < count; nodes++) {
      long node = address(nodes);
      long before = address(random.nextLong(nodes));
      Memory.setLong(node, Memory.getLong(before));
      Memory.setLong(before, node);
    }
  }

  private long address(long index) {
    return base + index * stride + (index * line & (stride - 1));
  }

  /// Follows the cycle from where the last walk ended, so that short walks come round in time.
  void walk(int steps) {
    at = follow(at, steps);
  }

  static long follow(long from, int steps) {
    long node = from;
    for (int i = 0; i < steps; i++) {
      node = Memory.getLong(node);
    }
    return node;
  }
}
