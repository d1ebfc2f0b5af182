package dev.freehold.bench;

import dev.freehold.Block;
import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;

/// What sampling costs a program that takes and frees blocks, at a fixed rate and as fast as it
/// can: two heaps in one JVM by turns, so that a change of the machine's mood meets both.
///
/// ```text
/// slice      1       2       3       4    ..      cost = CPU of a sampled slice
/// heap    scoped sampled  scoped sampled ..              - CPU of the scoped one before it
/// ```
public final class TrackingCost {
  private static final int LIVE = 256;
  private static final int SIZES = 1 << 14;
  private static final long SLICE_NANOS = 250_000_000;
  private static final long TICK_NANOS = 1_000_000;
  private static final long BYTES_PER_NANO = 1; // 1 GB/s
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int[] sizes = new int[SIZES];
  private final Block[] live = new Block[LIVE];
  private int next;

  private TrackingCost(IntUnaryOperator size) {
    Arrays.setAll(sizes, size);
  }

  /// One slice of one heap.
  ///
  /// @param blocks how many were taken and freed
  /// @param cpu the processor's time, in nanoseconds
  /// @param wall the time that passed, in nanoseconds
  private record Slice(long blocks, long cpu, long wall) {
    double perBlock() {
      return (double) cpu / blocks;
    }
  }

  /// Runs.
  ///
  /// @param arguments the number of pairs of slices of each kind, and the file to write
  /// @throws IOException if the file cannot be written
  public static void main(String[] arguments) throws IOException {
    int pairs = Integer.parseInt(arguments[0]);
    SplittableRandom random = new SplittableRandom(1);
    TrackingCost mixed = new TrackingCost(_ -> (int) (64 * Math.pow(1_024, random.nextDouble())));
    TrackingCost small = new TrackingCost(_ -> 64);
    StringBuilder text =
        new StringBuilder(
            """
            # Tracking

            CPU time of a thread that takes a block, writes to it and frees the one that it took 256 blocks ago: blocks of 64 bytes to
            64 KiB, each doubling as often as any other, at 1 GB/s and as fast as it can; and blocks of 64 bytes. Heaps at SCOPED and
            SAMPLED by turns of a quarter of a second in one JVM; medians over the turns, the range of the middle half in brackets.
            `bench/tracking` measures again.

            """);
    text.append(Machine.describe());
    text.append(
        "\n| blocks | SCOPED, ns per block | SAMPLED, ns per block | cost of SAMPLED, share of one core | share of its own time | interval |\n|---|---|---|---|---|---|\n");
    try (Heap scoped = open(Checks.SCOPED);
        Heap sampled = open(Checks.SAMPLED)) {
      mixed.measure(text, "mixed, 1 GB/s", scoped, sampled, pairs, BYTES_PER_NANO);
      mixed.measure(text, "mixed, as fast as it can", scoped, sampled, pairs, Long.MAX_VALUE);
      small.measure(text, "64 bytes, as fast as it can", scoped, sampled, pairs, Long.MAX_VALUE);
    }
    Files.writeString(Path.of(arguments[1]), text);
    System.out.println(text);
  }

  /// A quarter of the turns warms up.
  private void measure(
      StringBuilder text, String rate, Heap scoped, Heap sampled, int pairs, long bytesPerNano) {
    pairs(scoped, sampled, pairs / 4, bytesPerNano);
    List<Slice> slices = pairs(scoped, sampled, pairs, bytesPerNano);
    text.append(row(rate, slices, sampled.profile().interval()));
  }

  private static Heap open(Checks level) {
    return Heap.open(HeapConfig.named(level.name()).withChecks(level));
  }

  /// Slices by turns: those of the first heap at even places.
  private List<Slice> pairs(Heap scoped, Heap sampled, int pairs, long bytesPerNano) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      slices.add(slice(scoped, bytesPerNano));
      slices.add(slice(sampled, bytesPerNano));
    }
    return slices;
  }

  private Slice slice(Heap heap, long bytesPerNano) {
    long began = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    long blocks = 0;
    long now = began;
    for (long tick = began; now - began < SLICE_NANOS; tick += TICK_NANOS) {
      long bytes = bytesPerNano == Long.MAX_VALUE ? Long.MAX_VALUE : bytesPerNano * TICK_NANOS;
      while (bytes > 0 && now - began < SLICE_NANOS) {
        bytes -= take(heap);
        blocks++;
        now = blocks % 64 == 0 ? System.nanoTime() : now;
      }
      LockSupport.parkNanos(tick + TICK_NANOS - System.nanoTime());
      now = System.nanoTime();
    }
    long spent = THREADS.getCurrentThreadCpuTime() - cpu;
    for (int i = 0; i < LIVE; i++) {
      if (live[i] != null) {
        live[i].close();
      }
    }
    Arrays.fill(live, null);
    return new Slice(blocks, spent, now - began);
  }

  private long take(Heap heap) {
    int turn = next++;
    int bytes = sizes[turn & SIZES - 1];
    Block before = live[turn & LIVE - 1];
    if (before != null) {
      before.close();
    }
    Block block = heap.allocate(bytes);
    block.segment().set(ValueLayout.JAVA_INT, 0, bytes);
    live[turn & LIVE - 1] = block;
    return bytes;
  }

  private static String row(String rate, List<Slice> slices, long interval) {
    double[] scoped = new double[slices.size() / 2];
    double[] sampled = new double[scoped.length];
    double[] ofCore = new double[scoped.length];
    double[] ofOwn = new double[scoped.length];
    for (int i = 0; i < scoped.length; i++) {
      Slice first = slices.get(2 * i);
      Slice second = slices.get(2 * i + 1);
      scoped[i] = first.perBlock();
      sampled[i] = second.perBlock();
      double more = second.perBlock() - first.perBlock();
      ofCore[i] = more * second.blocks() / second.wall();
      ofOwn[i] = more / first.perBlock();
    }
    return "| %s | %s | %s | %s | %s | %d |\n"
        .formatted(
            rate,
            words(scoped, 1, ""),
            words(sampled, 1, ""),
            words(ofCore, 100, " %"),
            words(ofOwn, 100, " %"),
            interval);
  }

  private static String words(double[] values, double unit, String sign) {
    Arrays.sort(values);
    int count = values.length;
    return String.format(
        Locale.ROOT,
        "%.2f%s (%.2f to %.2f)",
        values[count / 2] * unit,
        sign,
        values[count / 4] * unit,
        values[3 * count / 4] * unit);
  }
}
