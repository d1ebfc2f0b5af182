package dev.freehold.lab.hierarchy;

import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.region.RegionConfig.Pages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// Measures the latency of a load over growing working sets.
///
/// Small working sets are cheap and are visited in several passes with a cycle of their own, so
/// that a disturbance of some seconds spoils one visit at most; large ones, whose cycles take
/// seconds to build, are visited in the last pass only, by more rounds. The least time of all
/// counts.
final class Latencies {
  /// Follows the cycle often enough that the JIT is done with the loop.
  private static final int WARM_UP_WALKS = 2000;

  private static final int LEAST_STEPS = 1 << 14;
  private static final int MOST_STEPS = 1 << 18;
  private static final long MOST_WARMING = 1 << 23; // nodes: 512 MiB of lines
  private static final int ROUNDS = 12;
  private static final int POINTS_PER_DOUBLING = 4;
  private static final int POINTS_PER_DOUBLING_BEYOND = 2;

  private final SurveyConfig config;
  private final int line;

  Latencies(SurveyConfig config, int line) {
    this.config = config;
    this.line = line;
  }

  /// Packed nodes, one to a line.
  ///
  /// @param pages the OS pages behind them
  Curve packed(String label, Pages pages) {
    List<Long> sizes = sizes(4 << 10, config.mostBytes(), config.manyBytes());
    return measure(label, pages, sizes, line, config.manyBytes());
  }

  /// One node in each page: points by the number of pages, not of bytes.
  ///
  /// What the lines themselves cost, packed on huge pages, is taken off and the nearest latency put
  /// in its place, so that what rises is the translation alone.
  Curve spread(String label, long pageBytes, Curve packed) {
    List<Long> counts = sizes(8, config.mostPages(), config.mostPages());
    List<Long> sizes = counts.stream().map(count -> count * pageBytes).toList();
    Curve raw = measure(label, Pages.NORMAL, sizes, pageBytes, Long.MAX_VALUE);
    double nearest = packed.points().getFirst().nanos();
    List<Curve.Point> points = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      double lines = Math.max(nearest, between(packed, counts.get(i) * line));
      points.add(
          new Curve.Point(
              counts.get(i), nearest + Math.max(0, raw.points().get(i).nanos() - lines)));
    }
    return new Curve(label, points);
  }

  private Curve measure(String label, Pages pages, List<Long> sizes, long stride, long often) {
    double[] best = new double[sizes.size()];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    for (int pass = 1; pass <= config.passes(); pass++) {
      boolean last = pass == config.passes();
      int visited = (int) sizes.stream().filter(size -> last || size <= often).count();
      long bytes = sizes.get(visited - 1);
      try (Region region = region(bytes, pages)) {
        RandomCycle cycle = new RandomCycle(region.base(), stride, line);
        warmUp(cycle);
        visit(cycle, sizes.subList(0, visited), stride, best);
      }
    }
    List<Curve.Point> points = new ArrayList<>();
    for (int i = 0; i < best.length; i++) {
      points.add(new Curve.Point(sizes.get(i), best[i]));
    }
    return new Curve(label, points);
  }

  private static void visit(RandomCycle cycle, List<Long> sizes, long stride, double[] best) {
    for (int i = 0; i < sizes.size(); i++) {
      long nodes = sizes.get(i) / stride;
      cycle.growTo(nodes);
      int steps = Math.clamp(nodes, LEAST_STEPS, MOST_STEPS);
      for (long warm = 0; warm < Math.min(nodes, MOST_WARMING); warm += steps) {
        cycle.walk(steps);
      }
      long nanos = Best.nanos(ROUNDS, () -> cycle.walk(steps));
      best[i] = Math.min(best[i], (double) nanos / steps);
    }
  }

  private static void warmUp(RandomCycle cycle) {
    cycle.growTo(2);
    for (int walk = 0; walk < WARM_UP_WALKS; walk++) {
      cycle.walk(LEAST_STEPS);
    }
  }

  static Region region(long bytes, Pages pages) {
    Region region =
        Region.reserve(RegionConfig.ofReserve(bytes).withStep(Region.ALIGNMENT).withPages(pages));
    if (!region.commit(0, bytes)) {
      String refusal = region.refusal();
      region.close();
      throw new SurveyException(
          "%d bytes for a working set were refused: %s; measure with --quick"
              .formatted(bytes, refusal));
    }
    return region;
  }

  /// Sizes that grow by equal ratios, finely up to a size and coarsely beyond.
  static List<Long> sizes(long first, long most, long fine) {
    List<Long> sizes = new ArrayList<>();
    IntToDoubleFunction at = i -> first * Math.pow(2, (double) i / POINTS_PER_DOUBLING);
    int stride = 1;
    for (int i = 0; Math.round(at.applyAsDouble(i)) <= most; i += stride) {
      long size = Math.round(at.applyAsDouble(i));
      sizes.add(size);
      if (size >= fine && i % POINTS_PER_DOUBLING == 0) {
        stride = POINTS_PER_DOUBLING / POINTS_PER_DOUBLING_BEYOND;
      }
    }
    return sizes;
  }

  /// The latency of a working set between two that were measured, by interpolation.
  private static double between(Curve curve, long bytes) {
    Curve.Point before = curve.points().getFirst();
    for (Curve.Point point : curve.points()) {
      if (point.bytes() >= bytes) {
        double share =
            point.bytes() == before.bytes()
                ? 0
                : (double) (bytes - before.bytes()) / (point.bytes() - before.bytes());
        return before.nanos() + Math.clamp(share, 0, 1) * (point.nanos() - before.nanos());
      }
      before = point;
    }
    return before.nanos();
  }
}
