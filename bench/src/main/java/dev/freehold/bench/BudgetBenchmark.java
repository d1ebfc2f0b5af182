package dev.freehold.bench;

import dev.freehold.Budget;
import dev.freehold.Credit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Bytes taken and given back at once, of sizes from 0 to 1,023, by a query of a tenant of a
/// process, beside what a program without budgets would count with: one atomic number that is
/// compared with a limit, and a `LongAdder` that knows no limit.
@SuppressWarnings("NullAway.Init") // set up before any measurement
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class BudgetBenchmark {
  private static final long LIMIT = 1L << 30;

  private final Budget query =
      Budget.root("process", 4 * LIMIT).child("tenant", 2 * LIMIT).child("query", LIMIT);
  private final AtomicLong number = new AtomicLong();
  private final LongAdder adder = new LongAdder();

  /// What each thread has of its own.
  @State(Scope.Thread)
  public static class OfThread {
    private Credit credit;
    private long left = LIMIT;
    private long next;

    /// Takes credits.
    ///
    /// @param benchmark whose budget
    @Setup(Level.Trial)
    public void open(BudgetBenchmark benchmark) {
      credit = benchmark.query.credit();
    }

    /// Gives them back.
    @TearDown(Level.Trial)
    public void close() {
      credit.close();
    }

    private boolean take(long bytes) {
      boolean room = bytes <= left;
      left -= room ? bytes : 0;
      return room;
    }

    private boolean give(long bytes) {
      left += bytes;
      return left <= LIMIT;
    }

    private long bytes() {
      return next++ & 1023;
    }
  }

  /// Through the stripes of the budget.
  ///
  /// @param thread this one
  @Benchmark
  public void stripes(OfThread thread) {
    long bytes = thread.bytes();
    query.acquire(bytes);
    query.release(bytes);
  }

  /// Through credits that the thread owns.
  ///
  /// @param thread this one
  @Benchmark
  public void credit(OfThread thread) {
    long bytes = thread.bytes();
    thread.credit.take(bytes);
    thread.credit.give(bytes);
  }

  /// One number, one limit.
  ///
  /// @param thread this one
  @Benchmark
  public void atomicLong(OfThread thread) {
    long bytes = thread.bytes();
    long now = number.get();
    while (bytes <= LIMIT - now && !number.compareAndSet(now, now + bytes)) {
      now = number.get();
    }
    number.addAndGet(-bytes);
  }

  /// No limit.
  ///
  /// @param thread this one
  @Benchmark
  public void longAdder(OfThread thread) {
    long bytes = thread.bytes();
    adder.add(bytes);
    adder.add(-bytes);
  }

  /// A plain field of the thread: the floor, which no other thread could take back from.
  ///
  /// @param thread this one
  /// @return whether there was room
  @Benchmark
  public boolean plainField(OfThread thread) {
    long bytes = thread.bytes();
    return thread.take(bytes) && thread.give(bytes);
  }

  /// The lock of the tree, which every request takes where there are no credits.
  ///
  /// @param thread this one
  @Benchmark
  public void lock(OfThread thread) {
    query.reserve(thread.bytes()).close();
  }
}
