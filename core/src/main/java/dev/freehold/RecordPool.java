package dev.freehold;

import dev.freehold.track.Site;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/// Records of one layout in one block, taken and freed one by one: the nodes of a tree, the entries
/// of a table.
///
/// A record costs no object: it is named by a `long`, and its fields are reached by the variable
/// handles of its layout, at its offset in the segment of the pool.
///
/// ```text
/// segment  | record 0 | record 1 | ... | record capacity-1 |      stride = size, rounded to alignment
///
/// name     | generation (32 bits), odd | index (32 bits) |        offset = index * stride
///
/// generation of an index: odd while it is taken, even while it is free; one more at each change
/// taken + length of the list of free ones = capacity
/// ```
///
/// A name is refused from its free until its index has been taken 2,147,483,648 times. What is not
/// refused: an offset or a slice that was asked for before the free.
///
/// Confined to the thread that opened it, as its block is. All operations take constant time.
public final class RecordPool implements AutoCloseable {
  /// The name of no record.
  public static final long NONE = 0;

  private static final int END = -1;

  private final Block block;
  private final MemorySegment segment;
  private final MemoryLayout layout;
  private final long stride;
  private final int[] generations;
  private final int[] nextFree;
  private int firstFree;
  private int taken;

  private RecordPool(
      Block block, MemoryLayout layout, long stride, int[] generations, int[] nextFree) {
    this.block = block;
    this.segment = block.segment();
    this.layout = layout;
    this.stride = stride;
    this.generations = generations;
    this.nextFree = nextFree;
  }

  /// Takes the block and opens a pool on it.
  ///
  /// @param heap where the block comes from
  /// @param layout of each record
  /// @param capacity how many records it holds, at least 1
  /// @return a pool without records, confined to this thread
  /// @throws IllegalArgumentException if `capacity` is less than 1
  /// @throws ArithmeticException if the records together exceed 2^63 bytes
  /// @throws OffHeapOutOfMemoryException if the heap has no room
  public static RecordPool of(Heap heap, MemoryLayout layout, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is %d: must be at least 1".formatted(capacity));
    }
    long alignment = layout.byteAlignment();
    long stride = Math.addExact(layout.byteSize(), alignment - 1) & -alignment;
    long bytes = Math.multiplyExact(stride, capacity);
    int[] generations = new int[capacity]; // before the block, for the Java heap may be full
    int[] nextFree = new int[capacity];
    for (int i = 0; i < capacity; i++) {
      nextFree[i] = i + 1;
    }
    nextFree[capacity - 1] = END;
    return new RecordPool(heap.allocate(bytes, alignment), layout, stride, generations, nextFree);
  }

  /// Takes a record. Its contents are undefined.
  ///
  /// @return its name, or [#NONE] where all are taken
  /// @throws IllegalStateException if the pool is closed
  /// @throws WrongThreadException if another thread owns the pool
  public long take() {
    segment();
    int index = firstFree;
    if (index == END) {
      return NONE;
    }
    firstFree = nextFree[index];
    taken++;
    generations[index]++;
    return (long) generations[index] << 32 | index;
  }

  /// Frees a record.
  ///
  /// @param record what [#take] returned
  /// @throws MisuseException if it was freed before, or never taken
  /// @throws IllegalStateException if the pool is closed
  /// @throws WrongThreadException if another thread owns the pool
  public void free(long record) {
    segment();
    int index = index(record, Use.CLOSE);
    generations[index]++;
    nextFree[index] = firstFree;
    firstFree = index;
    taken--;
  }

  /// Where a record starts in [#segment].
  ///
  /// @param record what [#take] returned
  /// @return a number of bytes, for the variable handles of the layout
  /// @throws MisuseException if it was freed, or never taken
  public long offset(long record) {
    return index(record, Use.SEGMENT) * stride;
  }

  /// The memory of one record.
  ///
  /// @param record what [#take] returned
  /// @return a segment of the size of the layout, which ends with the pool, not with the record
  /// @throws MisuseException if it was freed, or never taken
  public MemorySegment at(long record) {
    return segment.asSlice(offset(record), layout);
  }

  /// The memory of all records.
  ///
  /// @return a segment that ends with the pool
  /// @throws IllegalStateException if the pool is closed
  /// @throws WrongThreadException if another thread owns the pool
  public MemorySegment segment() {
    MemorySegment whole = block.segment();
    if (Thread.currentThread() != block.owner) {
      throw Refusals.wrongThread(toString(), Use.SEGMENT, block.owner);
    }
    return whole;
  }

  /// How many records are taken.
  ///
  /// @return at least 0
  public int taken() {
    return taken;
  }

  /// How many records it holds at most.
  ///
  /// @return at least 1
  public int capacity() {
    return generations.length;
  }

  private int index(long record, Use use) {
    int index = (int) record;
    int generation = (int) (record >>> 32);
    if (index < 0
        || index >= generations.length
        || generations[index] != generation
        || (generation & 1) == 0) {
      throw refused(index, generation, use);
    }
    return index;
  }

  private MisuseException refused(int index, int generation, Use use) {
    boolean given =
        index >= 0
            && index < generations.length
            && (generation & 1) == 1
            && generations[index] - generation > 0;
    boolean again = use == Use.CLOSE;
    return new MisuseException(
        new Report(
            !given ? Defect.INVALID_FREE : again ? Defect.DOUBLE_FREE : Defect.USE_AFTER_FREE,
            !given
                ? "record %s that was never taken".formatted(again ? "freed" : "used")
                : again ? "record freed twice" : "record used after it was freed",
            "record %d of generation %d, in %s".formatted(index, generation, this),
            block.heap.name(),
            Site.here(),
            null,
            null,
            "use what take returned, unchanged, until it is freed"));
  }

  /// Ends all records and frees the block.
  ///
  /// @throws IllegalStateException if the pool is closed
  /// @throws WrongThreadException if another thread owns the pool
  @Override
  public void close() {
    block.close();
  }

  @Override
  public String toString() {
    return "pool of %d records of %d bytes in %s".formatted(capacity(), layout.byteSize(), block);
  }
}
