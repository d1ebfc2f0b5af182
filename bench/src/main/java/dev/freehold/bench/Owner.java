package dev.freehold.bench;

import dev.freehold.Block;
import dev.freehold.CheckConfig;
import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A way to own native memory in Java: take it, use it through bounds, give it back.
///
/// The block of a way is whatever its programs hold: a `Block`, an `Arena` with its segment, a
/// `ByteBuf`.
interface Owner extends AutoCloseable {
  /// Takes a block, writes and reads it, and gives it back; nobody else ever sees it.
  long useAtOnce(long bytes);

  /// Takes a block and writes to it.
  Object take(long bytes);

  /// Reads a block and gives it back.
  long give(Object block);

  @Override
  void close();

  /// The way of a name.
  static Owner of(String subject) {
    return switch (subject) {
      case "arena-confined" -> new Confined();
      case "arena-shared" -> new SharedArenas();
      case "freehold-pool" -> new PoolOwner();
      case "netty-pooled" -> new Netty(PooledByteBufAllocator.DEFAULT);
      case "netty-adaptive" -> new Netty(new AdaptiveByteBufAllocator(true));
      case "bare-scope" -> new BareScopes();
      case "two-stacks" -> new TwoStacks();
      default -> subject.endsWith("-values") ? new FreeholdValues(subject) : new Freehold(subject);
    };
  }

  /// No memory at all: what it costs to record the two stacks of a block.
  final class TwoStacks implements Owner {
    @Override
    public long useAtOnce(long bytes) {
      return give(take(bytes));
    }

    @Override
    public Object take(long bytes) {
      return new Throwable();
    }

    @Override
    public long give(Object block) {
      return System.identityHashCode(new Throwable()) ^ System.identityHashCode(block);
    }

    @Override
    public void close() {}
  }

  /// Blocks of a heap at the level that the name says, for example `freehold-scoped`; with `-bare`
  /// at its end, without stacks; with `-idle`, with samples so rare that there are none.
  final class Freehold implements Owner {
    private static final long SAMPLE_BYTES = CheckConfig.DEFAULT.sampleBytes();
    private static final long UNREACHED = 1L << 50;

    private final Heap heap;

    Freehold(String subject) {
      heap = heap(subject);
    }

    static Heap heap(String subject) {
      String level =
          subject.substring("freehold-".length()).replace("-bare", "").replace("-idle", "");
      CheckConfig.Stacks stacks =
          subject.endsWith("-bare") ? CheckConfig.Stacks.LEFT_OUT : CheckConfig.Stacks.RECORDED;
      return Heap.open(
          HeapConfig.named(level)
              .withChecks(Checks.parse(level))
              .withCheckConfig(
                  CheckConfig.DEFAULT
                      .withStacks(stacks)
                      .withSampleBytes(subject.endsWith("-idle") ? UNREACHED : SAMPLE_BYTES)));
    }

    @Override
    public long useAtOnce(long bytes) {
      try (Block block = heap.allocate(bytes)) {
        MemorySegment segment = block.segment();
        segment.set(ValueLayout.JAVA_LONG, 8, bytes);
        return segment.get(ValueLayout.JAVA_LONG, 8);
      }
    }

    @Override
    public Object take(long bytes) {
      Block block = heap.allocate(bytes);
      block.segment().set(ValueLayout.JAVA_LONG, 8, bytes);
      return block;
    }

    @Override
    public long give(Object taken) {
      Block block = (Block) taken;
      long value = block.segment().get(ValueLayout.JAVA_LONG, 8);
      block.close();
      return value;
    }

    @Override
    public void close() {
      heap.close();
    }
  }

  /// The same, read and written through the block itself; its name ends with `-values`.
  final class FreeholdValues implements Owner {
    private final Heap heap;

    FreeholdValues(String subject) {
      heap = Freehold.heap(subject.replace("-values", ""));
    }

    @Override
    public long useAtOnce(long bytes) {
      try (Block block = heap.allocate(bytes)) {
        block.set(ValueLayout.JAVA_LONG, 8, bytes);
        return block.get(ValueLayout.JAVA_LONG, 8);
      }
    }

    @Override
    public Object take(long bytes) {
      Block block = heap.allocate(bytes);
      block.set(ValueLayout.JAVA_LONG, 8, bytes);
      return block;
    }

    @Override
    public long give(Object taken) {
      Block block = (Block) taken;
      long value = block.get(ValueLayout.JAVA_LONG, 8);
      block.close();
      return value;
    }

    @Override
    public void close() {
      heap.close();
    }
  }

  /// A confined arena for each block.
  final class Confined implements Owner {
    @Override
    public long useAtOnce(long bytes) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment segment = arena.allocate(bytes, 8);
        segment.set(ValueLayout.JAVA_LONG, 8, bytes);
        return segment.get(ValueLayout.JAVA_LONG, 8);
      }
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed by give
    public Object take(long bytes) {
      return new InArena(Arena.ofConfined(), bytes);
    }

    @Override
    public long give(Object taken) {
      return ((InArena) taken).end();
    }

    @Override
    public void close() {}
  }

  /// A scope of its own over a slot of one array, and nothing else: no allocator, no owner, no
  /// check. What a block costs at least that opens a segment.
  final class BareScopes implements Owner {
    private static final int SLOTS = 1 << 12;
    private static final long SLOT_BYTES = 64;

    private final long[] free = new long[SLOTS];
    private int count;

    BareScopes() {
      MemorySegment slots = Arena.global().allocate(SLOTS * SLOT_BYTES, SLOT_BYTES);
      while (count < SLOTS) {
        free[count] = slots.address() + count * SLOT_BYTES;
        count++;
      }
    }

    private record Slot(long address, Arena scope, MemorySegment segment) {}

    @Override
    public long useAtOnce(long bytes) {
      return give(take(bytes));
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed by give
    public Object take(long bytes) {
      long address = free[--count];
      Arena scope = Arena.ofConfined();
      MemorySegment segment = MemorySegment.ofAddress(address).reinterpret(bytes, scope, null);
      segment.set(ValueLayout.JAVA_LONG, 8, bytes);
      return new Slot(address, scope, segment);
    }

    @Override
    public long give(Object taken) {
      Slot slot = (Slot) taken;
      long value = slot.segment().get(ValueLayout.JAVA_LONG, 8);
      slot.scope().close();
      free[count++] = slot.address();
      return value;
    }

    @Override
    public void close() {}
  }

  /// A shared arena for each block.
  final class SharedArenas implements Owner {
    @Override
    public long useAtOnce(long bytes) {
      return give(take(bytes));
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed by give
    public Object take(long bytes) {
      return new InArena(Arena.ofShared(), bytes);
    }

    @Override
    public long give(Object taken) {
      return ((InArena) taken).end();
    }

    @Override
    public void close() {}
  }

  /// An arena and the one segment in it.
  final class InArena {
    private final Arena arena;
    private final MemorySegment segment;

    InArena(Arena arena, long bytes) {
      this.arena = arena;
      this.segment = arena.allocate(bytes, 8);
      segment.set(ValueLayout.JAVA_LONG, 8, bytes);
    }

    long end() {
      long value = segment.get(ValueLayout.JAVA_LONG, 8);
      arena.close();
      return value;
    }
  }

  /// Direct buffers of one of Netty's allocators.
  final class Netty implements Owner {
    private final ByteBufAllocator allocator;

    Netty(ByteBufAllocator allocator) {
      this.allocator = allocator;
    }

    @Override
    public long useAtOnce(long bytes) {
      return give(take(bytes));
    }

    @Override
    public Object take(long bytes) {
      ByteBuf buffer = allocator.directBuffer((int) bytes);
      buffer.setLongLE(8, bytes);
      return buffer;
    }

    @Override
    public long give(Object taken) {
      ByteBuf buffer = (ByteBuf) taken;
      long value = buffer.getLongLE(8);
      buffer.release();
      return value;
    }

    @Override
    public void close() {}
  }
}
