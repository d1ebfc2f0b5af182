package dev.freehold.bench;

import dev.freehold.alloc.Allocator;
import dev.freehold.lab.replay.Candidate;
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

/// A block taken and given back at once, beside 1,000 blocks of the same size that stay.
@SuppressWarnings("NullAway.Init") // open comes before any measurement
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PairBenchmark {
  private static final int STAYING = 1_000;

  /// What is measured.
  @Param("glibc")
  public String subject = "";

  /// The size of each block.
  @Param({"64", "1024", "65536"})
  public long bytes;

  private Candidate.Session session;
  private Allocator allocator;
  private final long[] staying = new long[STAYING];

  /// Takes the blocks that stay.
  @Setup(Level.Trial)
  public void open() {
    session = Subject.of(subject).open();
    allocator = session.allocator();
    for (int i = 0; i < STAYING; i++) {
      staying[i] = allocator.allocate(bytes, 16);
    }
  }

  /// Gives them back.
  @TearDown(Level.Trial)
  public void close() {
    for (long address : staying) {
      allocator.free(address);
    }
    session.close();
  }

  /// One pair.
  ///
  /// @return the address, so that nothing is left out
  @Benchmark
  public long pair() {
    long address = allocator.allocate(bytes, 16);
    allocator.free(address);
    return address;
  }
}
