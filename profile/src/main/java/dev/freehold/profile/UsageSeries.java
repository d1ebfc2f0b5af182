package dev.freehold.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The points of one heap, thinned so that a long recording needs no more memory than a short one:
/// of two neighbours the one with more committed bytes stays. For one thread.
final class UsageSeries {
  private static final int MOST = 4096;
  private static final Comparator<Usage.Point> BY_TIME =
      Comparator.comparingLong(Usage.Point::millis);

  private List<Usage.Point> points = new ArrayList<>();
  private String checks = "";

  void add(String checks, Usage.Point point) {
    this.checks = checks;
    points.add(point);
    if (points.size() == MOST) {
      thin();
    }
  }

  Usage usage(String heap) {
    points.sort(BY_TIME);
    return new Usage(heap, checks, List.copyOf(points));
  }

  private void thin() {
    points.sort(BY_TIME);
    List<Usage.Point> kept = new ArrayList<>(MOST);
    for (int i = 0; i < MOST; i += 2) {
      Usage.Point one = points.get(i);
      Usage.Point next = points.get(i + 1);
      kept.add(next.committed() > one.committed() ? next : one);
    }
    points = kept;
  }
}
