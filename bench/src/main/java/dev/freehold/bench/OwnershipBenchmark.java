package dev.freehold.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A block of 64 bytes taken, written, read and given back: at once, or after a thousand others.
@SuppressWarnings("NullAway.Init") // open comes before any measurement
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OwnershipBenchmark {
  private static final int BLOCKS = 1_000;

  /// What is measured.
  @Param("freehold-scoped")
  public String subject = "";

  /// The size of each block.
  @Param("64")
  public long bytes;

  private Owner owner;
  private final Object[] blocks = new Object[BLOCKS];

  /// Opens the subject.
  @Setup(Level.Trial)
  public void open() {
    owner = Owner.of(subject);
  }

  /// Closes it.
  @TearDown(Level.Trial)
  public void close() {
    owner.close();
  }

  /// One block that does not escape.
  ///
  /// @return what was read
  @Benchmark
  public long atOnce() {
    return owner.useAtOnce(bytes);
  }

  /// A thousand blocks, all taken before the first is given back.
  ///
  /// @return what was read
  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public long escaping() {
    for (int i = 0; i < BLOCKS; i++) {
      blocks[i] = owner.take(bytes);
    }
    long sum = 0;
    for (Object block : blocks) {
      sum += owner.give(block);
    }
    return sum;
  }
}
