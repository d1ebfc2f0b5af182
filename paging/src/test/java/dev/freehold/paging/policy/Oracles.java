package dev.freehold.paging.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Miss counts computed by other programs, each held against the policy of the same rules.
final class Oracles {
  private static final Map<String, Policies> LIB_CACHE_SIM =
      Map.of(
          "FIFO", Policies.FIFO,
          "LRU", Policies.LRU,
          "Clock", Policies.CLOCK,
          "LFU", Policies.LFU,
          "TwoQ", Policies.TWO_Q,
          "ARC", Policies.ARC,
          "Sieve", Policies.SIEVE,
          "S3FIFO", Policies.S3_FIFO,
          "Belady", Policies.OPT);
  private static final Map<String, Policies> CAFFEINE =
      Map.of(
          "irr.ClockPro", Policies.CLOCK_PRO,
          "sketch.WindowTinyLfu (1%)", Policies.W_TINY_LFU,
          "opt.Clairvoyant", Policies.OPT_BYPASS);

  /// One number and where it is from; the resident pages are the mean over the requests, of the
  /// policies in a variable space only.
  record Row(String trace, Policies policy, int size, long misses, String resident) {

    /// Replays the requests and returns what differs, if anything.
    List<String> differences(Requests requests) {
      ReplacementPolicy opened = policy.open(requests, size);
      long misses = 0;
      long resident = 0;
      for (int page : requests.pages()) {
        misses += opened.request(page) ? 0 : 1;
        resident += opened.resident();
      }
      opened.verify();
      String mean = String.format(Locale.ROOT, "%.4f", (double) resident / requests.length());
      boolean equal =
          misses == this.misses && (this.resident.isEmpty() || mean.equals(this.resident));
      return equal ? List.of() : List.of("%s: got %d, %s".formatted(this, misses, mean));
    }
  }

  private final List<Row> rows = new ArrayList<>();

  private Oracles() {}

  /// Reads all oracles of a directory.
  static Oracles read(Path directory) {
    Oracles oracles = new Oracles();
    for (String[] f : table(directory.resolve("libcachesim.csv"))) {
      if (LIB_CACHE_SIM.containsKey(f[3])) {
        oracles.add(f[0], Objects.requireNonNull(LIB_CACHE_SIM.get(f[3])), f[4], f[5], "");
      }
    }
    for (String[] f : table(directory.resolve("caffeine.csv"))) {
      if (CAFFEINE.containsKey(f[2])) {
        oracles.add(f[0], Objects.requireNonNull(CAFFEINE.get(f[2])), f[1], f[4], "");
      }
    }
    for (String[] f : table(directory.resolve("workingset.csv"))) {
      oracles.add(f[0], Policies.WORKING_SET, f[1], f[2], f[3]);
      oracles.add(f[0], Policies.VMIN, f[1], f[2], f[4]);
    }
    Path lirs = directory.resolve("lirs_authors.csv");
    for (String[] f : Files.exists(lirs) ? table(lirs) : List.<String[]>of()) {
      oracles.add(f[0], Policies.LIRS, f[1], f[3], "");
    }
    return oracles;
  }

  private void add(String trace, Policies policy, String size, String misses, String resident) {
    rows.add(new Row(trace, policy, Integer.parseInt(size), Long.parseLong(misses), resident));
  }

  /// The rows of all traces.
  List<Row> rows() {
    return rows;
  }

  /// What differs on one trace, over all its rows.
  List<String> differences(String trace, Requests requests) {
    return rows.stream()
        .filter(row -> row.trace.equals(trace))
        .flatMap(row -> row.differences(requests).stream())
        .toList();
  }

  private static List<String[]> table(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.startsWith("#") && !line.startsWith("trace,"))
          .map(line -> line.split(","))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
