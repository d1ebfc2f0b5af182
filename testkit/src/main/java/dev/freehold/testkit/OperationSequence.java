package dev.freehold.testkit;

import dev.freehold.testkit.Operation.Kind;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A list of [Operation]s, packed so that ten million fit into 80 MB.
///
/// ```text
/// 63   61 60        56 55                32 31                            0
/// | kind | log2 align |       block        |            bytes             |
/// ```
public final class OperationSequence {
  private static final int BLOCK_SHIFT = 32;
  private static final int ALIGNMENT_SHIFT = 56;
  private static final int KIND_SHIFT = 61;
  private static final Kind[] KINDS = Kind.values();

  private final long[] packed;
  private final int blocks;

  private OperationSequence(long[] packed) {
    this.packed = packed;
    int most = -1;
    for (long operation : packed) {
      most = Math.max(most, block(operation));
    }
    this.blocks = most + 1;
  }

  /// A list of operations.
  ///
  /// @param operations in order
  /// @return a sequence of the same
  /// @throws IllegalArgumentException if one does not fit the layout
  public static OperationSequence of(Operation... operations) {
    return new OperationSequence(
        Arrays.stream(operations)
            .mapToLong(o -> pack(o.kind(), o.block(), o.bytes(), o.alignment()))
            .toArray());
  }

  /// Reads what [#toString] wrote: one operation a line; empty lines are skipped.
  ///
  /// @param lines for example a text block in a test
  /// @return the sequence
  /// @throws IllegalArgumentException naming the first line that is no operation
  public static OperationSequence parse(String lines) {
    return of(
        lines
            .lines()
            .filter(line -> !line.isBlank())
            .map(Operation::parse)
            .toArray(Operation[]::new));
  }

  /// A random sequence: always the same for the same arguments.
  ///
  /// The number of live blocks wanders between none and `mix.blocks()`, in phases that mostly
  /// allocate, mostly free, or hold.
  ///
  /// @param seed chooses the sequence
  /// @param length the number of operations
  /// @param mix what they are
  /// @return the sequence
  public static OperationSequence generate(long seed, int length, Mix mix) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] packed = new long[length];
    int[] order = new int[mix.blocks()]; // the numbers of live blocks, then those of the others
    long[] bytes = new long[mix.blocks()];
    Arrays.setAll(order, i -> i);
    int live = 0;
    int allocating = 50; // per cent
    for (int i = 0; i < length; i++) {
      if (random.nextInt(mix.blocks() * 4) == 0) {
        allocating = 30 + 20 * random.nextInt(3);
      }
      int kind = random.nextInt(1000);
      int chosen = live == 0 ? 0 : random.nextInt(live);
      int block = order[chosen];
      if (random.nextInt(mix.clearEvery()) == 0) {
        packed[i] = pack(Kind.CLEAR, 0, 0, 1);
        live = 0;
      } else if (random.nextInt(8192) == 0) {
        packed[i] = pack(Kind.TRIM, 0, 0, 1);
      } else if (live > 0 && kind < 2) {
        packed[i] = pack(Kind.INTERIOR, block, 0, 1);
      } else if (live > 0 && kind < 150) {
        bytes[block] =
            kind < 75
                ? mix.drawBytes(random)
                : Math.clamp(bytes[block] + random.nextInt(-128, 129), 0, mix.largestBytes());
        packed[i] = pack(Kind.RESIZE, block, bytes[block], 1);
      } else if (live == 0 || (live < mix.blocks() && random.nextInt(100) < allocating)) {
        block = order[live++];
        bytes[block] = mix.drawBytes(random);
        packed[i] = pack(Kind.ALLOCATE, block, bytes[block], mix.drawAlignment(random));
      } else {
        packed[i] = pack(Kind.FREE, block, 0, 1);
        order[chosen] = order[--live];
        order[live] = block;
      }
    }
    return new OperationSequence(packed);
  }

  @SuppressWarnings("EnumOrdinal") // the layout is this class's own and never stored
  private static long pack(Kind kind, int block, long bytes, long alignment) {
    if (block < 0 || block >= 1 << 24 || bytes < 0 || bytes >= 1L << 32) {
      throw new IllegalArgumentException(
          "block %d of %d bytes: must be block 0 to 2^24 - 1 of 0 to 2^32 - 1 bytes"
              .formatted(block, bytes));
    }
    if (alignment < 1 || Long.bitCount(alignment) != 1) {
      throw new IllegalArgumentException(
          "alignment is %d: must be a power of two".formatted(alignment));
    }
    return (long) kind.ordinal() << KIND_SHIFT
        | (long) Long.numberOfTrailingZeros(alignment) << ALIGNMENT_SHIFT
        | (long) block << BLOCK_SHIFT
        | bytes;
  }

  private static int block(long operation) {
    return (int) (operation >>> BLOCK_SHIFT) & 0xff_ffff;
  }

  /// The number of operations.
  ///
  /// @return at least 0
  public int length() {
    return packed.length;
  }

  /// One more than the largest number of a block.
  ///
  /// @return at least 0
  public int blocks() {
    return blocks;
  }

  Kind kind(int index) {
    return KINDS[(int) (packed[index] >>> KIND_SHIFT)];
  }

  int block(int index) {
    return block(packed[index]);
  }

  long bytes(int index) {
    return packed[index] & 0xffff_ffffL;
  }

  long alignment(int index) {
    return 1L << (packed[index] >>> ALIGNMENT_SHIFT & 31);
  }

  /// One operation.
  ///
  /// @param index from 0
  /// @return a copy
  public Operation operation(int index) {
    return new Operation(kind(index), block(index), bytes(index), alignment(index));
  }

  /// The same without some operations.
  ///
  /// @param from the first left out
  /// @param to the first after those left out
  /// @return a shorter sequence
  public OperationSequence without(int from, int to) {
    long[] rest = new long[packed.length - (to - from)];
    System.arraycopy(packed, 0, rest, 0, from);
    System.arraycopy(packed, to, rest, from, packed.length - to);
    return new OperationSequence(rest);
  }

  /// The same with another size and alignment in one operation.
  ///
  /// @param index which operation
  /// @param bytes its size from now on
  /// @param alignment its alignment from now on
  /// @return a sequence of the same length
  public OperationSequence with(int index, long bytes, long alignment) {
    long[] changed = packed.clone();
    changed[index] = pack(kind(index), block(index), bytes, alignment);
    return new OperationSequence(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OperationSequence that && Arrays.equals(packed, that.packed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(packed);
  }

  /// The operations, one a line, as [#parse] reads them.
  @Override
  public String toString() {
    return IntStream.range(0, packed.length)
        .mapToObj(i -> operation(i).toString())
        .collect(Collectors.joining("\n"));
  }
}
