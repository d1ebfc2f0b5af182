package dev.freehold.bench;

import dev.freehold.alloc.Allocator;
import dev.freehold.lab.replay.Candidate;
import java.util.SplittableRandom;
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

/// A random one of many live blocks replaced by a new one of another size: one free and one
/// allocation.
///
/// Sizes fall off as in recorded programs: nine in ten below 256 bytes, one in a hundred up to 16
/// KiB.
@SuppressWarnings("NullAway.Init") // open comes before any measurement
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReplacementBenchmark {
  private static final int CHOICES = 1 << 16; // drawn beforehand, so that no generator is timed

  /// What is measured.
  @Param("glibc")
  public String subject = "";

  /// The number of live blocks.
  @Param("8192")
  public int live;

  private Candidate.Session session;
  private Allocator allocator;
  private long[] blocks = {};
  private final int[] sizes = new int[CHOICES];
  private int next;
  private long state = 88172645463325252L;

  /// Takes all blocks and replaces each some times, so that the holes are those of a running
  /// program.
  @Setup(Level.Trial)
  public void open() {
    SplittableRandom random = new SplittableRandom(42);
    blocks = new long[live];
    for (int i = 0; i < CHOICES; i++) {
      sizes[i] = size(random);
    }
    session = Subject.of(subject).open();
    allocator = session.allocator();
    for (int i = 0; i < live; i++) {
      blocks[i] = allocator.allocate(size(random), 16);
    }
    for (int i = 0; i < 4 * live; i++) {
      int victim = random.nextInt(live);
      allocator.free(blocks[victim]);
      blocks[victim] = allocator.allocate(size(random), 16);
    }
  }

  private static int size(SplittableRandom random) {
    int percent = random.nextInt(100);
    int bound = percent < 90 ? 256 : percent < 99 ? 2_048 : 16_384;
    return 1 + random.nextInt(bound);
  }

  /// Gives all back.
  @TearDown(Level.Trial)
  public void close() {
    for (long address : blocks) {
      allocator.free(address);
    }
    session.close();
  }

  /// One replacement.
  ///
  /// @return the new address
  @Benchmark
  public long replace() {
    int victim = victim();
    allocator.free(blocks[victim]);
    long address = allocator.allocate(sizes[next++ & CHOICES - 1], 16);
    blocks[victim] = address;
    return address;
  }

  /// A random live block, by Marsaglia's xorshift: about a nanosecond, the same for every subject.
  private int victim() {
    state ^= state << 13;
    state ^= state >>> 7;
    state ^= state << 17;
    return (int) ((state >>> 33) * live >>> 31);
  }
}
