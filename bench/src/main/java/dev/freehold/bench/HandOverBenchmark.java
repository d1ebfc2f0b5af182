package dev.freehold.bench;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Counted;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Shared;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What borrowing, sharing and sending cost, the hand-off between the threads itself apart.
@SuppressWarnings("NullAway.Init") // open comes before any measurement
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandOverBenchmark {
  /// There is one.
  @Param("freehold-scoped")
  public String subject = "";

  private Heap heap;
  private Block block;
  private Shared shared;
  private Counted counted;

  /// Takes the blocks.
  @Setup(Level.Trial)
  public void open() {
    heap = Heap.open(HeapConfig.named("bench"));
    block = heap.allocate(64);
    shared = heap.allocate(64).share();
    counted = heap.allocate(64).count();
  }

  /// Gives them back.
  @TearDown(Level.Trial)
  public void close() {
    block.close();
    shared.close();
    counted.close();
    heap.close();
  }

  /// A block sent and received.
  ///
  /// @return the block, that it escapes
  @Benchmark
  public Block parcel() {
    Block received = block.send().receive();
    block = received;
    return received;
  }

  /// A shared block borrowed, read, and the borrow closed.
  ///
  /// @return what was read
  @Benchmark
  public long sharedRead() {
    try (Borrow borrow = shared.read()) {
      return borrow.segment().get(ValueLayout.JAVA_LONG, 8);
    }
  }

  /// A block counted on one thread borrowed, read, and the borrow closed.
  ///
  /// @return what was read
  @Benchmark
  public long countedRead() {
    try (Borrow borrow = counted.read()) {
      return borrow.segment().get(ValueLayout.JAVA_LONG, 8);
    }
  }

  /// A block borrowed for reading, read, the borrow closed, and the block's segment opened again.
  ///
  /// @return what was read
  @Benchmark
  public long readBorrow() {
    try (Borrow borrow = block.read()) {
      return borrow.segment().get(ValueLayout.JAVA_LONG, 8);
    }
  }

  /// The peer: a shared arena opened, its segment written and read, and closed.
  ///
  /// @return what was read
  @Benchmark
  public long arenaShared() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment segment = arena.allocate(64, 8);
      segment.set(ValueLayout.JAVA_LONG, 8, 1);
      return segment.get(ValueLayout.JAVA_LONG, 8);
    }
  }
}
