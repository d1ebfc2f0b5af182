package dev.freehold.testkit;

import dev.freehold.alloc.Statistics;
import dev.freehold.alloc.Walkable;
import java.util.ArrayList;
import java.util.List;

/// What one walk of an allocator told, in its order.
///
/// ```text
/// parts[i].end <= parts[i + 1].address
/// block: requested <= bytes        hole: 0 < bytes
/// ```
///
/// @param parts the blocks and holes
public record Layout(List<Part> parts) {
  /// A block or a hole.
  ///
  /// @param address where it starts
  /// @param bytes its length
  /// @param requested the bytes requested, or -1 for a hole
  public record Part(long address, long bytes, long requested) {
    /// Whether this is a hole.
    ///
    /// @return `false` for a block
    public boolean isHole() {
      return requested < 0;
    }

    /// The address just after.
    ///
    /// @return exclusive
    public long end() {
      return address + bytes;
    }

    @Override
    public String toString() {
      return isHole()
          ? "hole at 0x%x of %d bytes".formatted(address, bytes)
          : "block at 0x%x of %d bytes, %d requested".formatted(address, bytes, requested);
    }
  }

  /// Checks the order and the parts.
  ///
  /// @throws AssertionError naming the first part that is out of order, or no part
  public Layout {
    parts = List.copyOf(parts);
    long end = 0;
    for (Part part : parts) {
      if (part.address() < end) {
        throw new AssertionError(
            "the walk tells of the %s, which starts before the last one's end 0x%x"
                .formatted(part, end));
      }
      if (part.requested() > part.bytes() || part.isHole() && part.bytes() <= 0) {
        throw new AssertionError("the walk tells of the " + part);
      }
      end = part.end();
    }
  }

  /// Walks an allocator.
  ///
  /// @param walkable the allocator
  /// @return what it told
  /// @throws AssertionError as the constructor
  public static Layout of(Walkable walkable) {
    List<Part> parts = new ArrayList<>();
    walkable.walk(
        new Walkable.Visitor() {
          @Override
          public void block(long address, long bytes, long requested) {
            parts.add(new Part(address, bytes, Math.max(0, requested)));
          }

          @Override
          public void hole(long address, long bytes) {
            parts.add(new Part(address, bytes, -1));
          }
        });
    return new Layout(parts);
  }

  /// The blocks alone.
  ///
  /// @return by address
  public List<Part> blocks() {
    return parts.stream().filter(part -> !part.isHole()).toList();
  }

  /// The holes alone.
  ///
  /// @return by address
  public List<Part> holes() {
    return parts.stream().filter(Part::isHole).toList();
  }

  /// Compares the blocks with those of a model.
  ///
  /// @param model what must be there
  /// @throws AssertionError naming the first block that differs
  void compareBlocks(ShadowModel model) {
    List<Part> blocks = blocks();
    int[] order = model.inOrder();
    for (int i = 0; i < Math.min(order.length, blocks.size()); i++) {
      Part found = blocks.get(i);
      long address = model.address(order[i]);
      long requested = model.bytes(order[i]);
      if (found.address() != address || found.requested() != requested) {
        throw new AssertionError(
            "the walk tells of the %s where block %d at 0x%x of %d requested bytes is next"
                .formatted(found, order[i], address, requested));
      }
    }
    expect("walked blocks", order.length, blocks.size());
  }

  /// Compares the sums of the blocks with statistics.
  ///
  /// @param statistics of the same moment
  /// @throws AssertionError naming the first figure that differs
  void compareBlocks(Statistics statistics) {
    List<Part> blocks = blocks();
    expect("walked blocks", statistics.blocks(), blocks.size());
    expect(
        "their requested bytes",
        statistics.requestedBytes(),
        blocks.stream().mapToLong(Part::requested).sum());
    expect(
        "their occupied bytes",
        statistics.allocatedBytes(),
        blocks.stream().mapToLong(Part::bytes).sum());
  }

  /// Compares the holes with statistics, each hole cut at the highest committed address.
  ///
  /// @param statistics of the same moment
  /// @param committedEnd the address just after the last committed byte
  /// @throws AssertionError naming the first figure that differs
  void compareHoles(Statistics statistics, long committedEnd) {
    long sum = 0;
    long largest = 0;
    for (Part hole : holes()) {
      long bytes = Math.clamp(committedEnd - hole.address(), 0, hole.bytes());
      sum += bytes;
      largest = Math.max(largest, bytes);
    }
    expect("walked holes below the highest committed address", statistics.holeBytes(), sum);
    expect("the largest of them", statistics.largestHoleBytes(), largest);
  }

  private static void expect(String what, long statistics, long walked) {
    if (statistics != walked) {
      throw new AssertionError("%s: %d, but there must be %d".formatted(what, walked, statistics));
    }
  }
}
