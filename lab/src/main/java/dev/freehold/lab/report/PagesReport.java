package dev.freehold.lab.report;

import dev.freehold.lab.pages.CellResult;
import dev.freehold.lab.pages.PageTrace;
import dev.freehold.paging.curve.MissRatioCurve;
import dev.freehold.paging.policy.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// All that the page shows of one page trace.
///
/// @param trace its name
/// @param lead one sentence: which policy comes nearest to OPT
/// @param requests their number
/// @param pages their number
/// @param lru the curve of LRU; none where it was not wanted
/// @param target the miss ratio that memory was sought for; none where none was
/// @param policies the policies of fixed space
/// @param windows the policies of variable space
public record PagesReport(
    String trace,
    String lead,
    long requests,
    int pages,
    @Nullable Curve lru,
    @Nullable Double target,
    List<Policy> policies,
    List<Window> windows) {
  private static final int MOST_POINTS = 600;

  /// The curve of LRU, thinned to what a screen shows.
  ///
  /// @param kind `exact` or `shards`
  /// @param frames ascending
  /// @param ratios the miss ratio at each
  /// @param knee in frames
  /// @param kneeRatio the miss ratio there
  public record Curve(
      String kind, List<Integer> frames, List<Double> ratios, int knee, double kneeRatio) {
    /// Thins a curve.
    public static Curve of(String kind, MissRatioCurve curve) {
      int last = Math.max(1, curve.frames(curve.steps() - 1));
      double factor = Math.pow(last, 1.0 / (MOST_POINTS - 1));
      List<Integer> frames =
          IntStream.range(0, MOST_POINTS)
              .map(i -> (int) Math.round(Math.pow(factor, i)))
              .distinct()
              .boxed()
              .toList();
      List<Double> ratios = frames.stream().map(curve::ratio).toList();
      return new Curve(kind, frames, ratios, curve.knee(), curve.ratio(curve.knee()));
    }
  }

  /// A policy of fixed space.
  ///
  /// @param policy its name
  /// @param frames the sizes computed, ascending
  /// @param misses at each
  /// @param needed the frames for the target; none where no number is enough or none was sought
  public record Policy(
      String policy, List<Integer> frames, List<Long> misses, @Nullable Integer needed) {}

  /// A policy of variable space.
  ///
  /// @param policy its name
  /// @param windows in requests, ascending
  /// @param misses at each
  /// @param meanPages resident on average, at each
  public record Window(
      String policy, List<Integer> windows, List<Long> misses, List<Double> meanPages) {}

  /// Reports a trace.
  ///
  /// @param trace the requests
  /// @param lead one sentence
  /// @param results of any policies and sizes
  /// @param lru the curve of LRU, if it was wanted
  /// @param target the miss ratio that memory was sought for, if one was
  /// @param needed what was found
  public static PagesReport of(
      PageTrace trace,
      String lead,
      List<CellResult> results,
      @Nullable Curve lru,
      @Nullable Double target,
      Map<Policies, OptionalInt> needed) {
    List<Policy> policies = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    for (Policies policy : Policies.values()) {
      List<CellResult> own =
          results.stream().filter(result -> result.cell().policy() == policy).toList();
      List<Integer> sizes = own.stream().map(result -> result.cell().size()).toList();
      List<Long> misses = own.stream().map(CellResult::misses).toList();
      if (!own.isEmpty() && own.getFirst().isVariable()) {
        List<Double> pages = own.stream().map(CellResult::meanPages).toList();
        windows.add(new Window(policy.policy(), sizes, misses, pages));
      } else if (!own.isEmpty()) {
        OptionalInt frames = needed.getOrDefault(policy, OptionalInt.empty());
        Integer need = frames.isPresent() ? frames.getAsInt() : null;
        policies.add(new Policy(policy.policy(), sizes, misses, need));
      }
    }
    return new PagesReport(
        trace.name(),
        lead,
        trace.length(),
        trace.distinct(),
        lru,
        target,
        List.copyOf(policies),
        List.copyOf(windows));
  }
}
