package dev.freehold.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Compares two ways to own memory in turns of a few milliseconds within one JVM: a host that
/// changes its speed from second to second changes it for both.
///
/// ```text
/// subject  reference  subject  reference  ...      ratio of each turn to the one after it
/// result   medians of both, and the median and the quartiles of the ratios
/// ```
///
/// Each pair has a JVM of its own, in which the two are the only ways: so a call of either is found
/// by one comparison. A thousand blocks are taken before the first is given back, as in
/// [OwnershipBenchmark#escaping].
public final class Turns {
  private static final int BLOCKS = 1_000;
  private static final int WARM_UPS = 100;
  private static final long WARM_UP_NANOS = 20_000_000; // 20 ms
  private static final int TURNS = 1_000;
  private static final long TURN_NANOS = 3_000_000; // 3 ms

  /// How many calls lie below the measured ones, as in a small server.
  private static final int DEPTH = 12;

  private final Object[] blocks = new Object[BLOCKS];
  private long sum;

  private Turns() {}

  /// Compares.
  ///
  /// @param arguments an output file (`.md`), and pairs `subject/reference`; or one pair, of which
  ///   the row is printed
  /// @throws IOException if the file cannot be written
  /// @throws InterruptedException if this thread is interrupted
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 1) {
      String[] pair = arguments[0].split("/");
      System.out.print(new Turns().row(pair[0], pair[1]));
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append("# In turns\n\n")
        .append(
            "Nanoseconds to take, write, read and give back a block of 64 bytes, a thousand at a ")
        .append("time: medians over ")
        .append(TURNS)
        .append(" turns, the two of a row turn by turn in one JVM. The ratio is that of a turn to ")
        .append("the next: median and quartiles.\n\n")
        .append(Machine.describe())
        .append("\n| subject | ns/op | reference | ns/op | ratio | quartiles |\n")
        .append("|---|---|---|---|---|---|\n");
    for (String pair : Arrays.asList(arguments).subList(1, arguments.length)) {
      text.append(inNewJvm(pair));
    }
    Files.writeString(Path.of(arguments[0]), text);
  }

  private static String inNewJvm(String pair) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx2g",
            "-XX:+UseSerialGC",
            Turns.class.getName(),
            pair));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String row = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("%s ended with code %d".formatted(pair, process.exitValue()));
    }
    return row;
  }

  private String row(String subject, String reference) {
    try (Owner one = Owner.of(subject);
        Owner other = Owner.of(reference)) {
      for (int i = 0; i < WARM_UPS; i++) {
        turn(one, WARM_UP_NANOS, DEPTH);
        turn(other, WARM_UP_NANOS, DEPTH);
      }
      double[] ones = new double[TURNS];
      double[] others = new double[TURNS];
      double[] ratios = new double[TURNS];
      for (int i = 0; i < TURNS; i++) {
        ones[i] = turn(one, TURN_NANOS, DEPTH);
        others[i] = turn(other, TURN_NANOS, DEPTH);
        ratios[i] = ones[i] / others[i];
      }
      if (sum == 0) {
        throw new IllegalStateException("nothing was read");
      }
      return String.format(
          Locale.ROOT,
          "| %s | %.1f | %s | %.1f | %.2f | %.2f - %.2f |%n",
          subject,
          quantile(ones, 0.5),
          reference,
          quantile(others, 0.5),
          quantile(ratios, 0.5),
          quantile(ratios, 0.25),
          quantile(ratios, 0.75));
    }
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }

  /// @return nanoseconds for each block
  private double turn(Owner owner, long nanos, int depth) {
    if (depth > 0) {
      return turn(owner, nanos, depth - 1);
    }
    long began = System.nanoTime();
    long now;
    long blocksTaken = 0;
    do {
      for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = owner.take(64);
      }
      for (Object block : blocks) {
        sum += owner.give(block);
      }
      blocksTaken += BLOCKS;
      now = System.nanoTime();
    } while (now - began < nanos);
    return (double) (now - began) / blocksTaken;
  }
}
