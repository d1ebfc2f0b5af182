package dev.freehold.lab.hierarchy;

import dev.freehold.lab.machine.Amount;
import dev.freehold.lab.machine.CacheReport;
import dev.freehold.lab.machine.OsReport;
import java.util.ArrayList;
import java.util.List;

/// Names the plateaus of a curve after the caches that the system reports.
///
/// Nearest cache first, each takes the plateau whose end is nearest to its size, within a factor of
/// two. A cache without one takes the plateau after its predecessor's, unless that is the next
/// cache's or the last: its end is then far from the report, and a remark says so. A cache that
/// takes none cannot be told apart, and a remark says that.
///
/// @param levels nearest first
/// @param remarks whole sentences
record Levels(List<Level> levels, List<String> remarks) {
  private static final double SAME = 2;
  private static final double FAR = 1.25;

  static Levels of(Curve curve, OsReport report) {
    return of(Plateaus.of(curve), report, largest(curve));
  }

  static Levels of(List<Plateaus.Plateau> plateaus, OsReport report, long largest) {
    List<CacheReport> caches = report.dataCaches();
    int[] plateauOf = assigned(plateaus, caches);
    List<Level> levels = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (int i = 0; i < plateaus.size(); i++) {
      Plateaus.Plateau plateau = plateaus.get(i);
      int cache = indexOf(plateauOf, i);
      long end = plateau.isLast() ? 0 : plateau.endBytes();
      if (cache >= 0) {
        levels.add(
            new Level(name(caches.get(cache)), plateau.nanos(), end, caches.get(cache).bytes()));
      } else if (plateau.isLast() && beyond(caches, plateauOf, largest)) {
        levels.add(new Level("RAM", plateau.nanos(), 0, report.memoryBytes()));
      } else {
        levels.add(new Level("unnamed", plateau.nanos(), end, 0));
      }
    }
    remark(levels, caches, plateauOf, report, largest, remarks);
    return new Levels(List.copyOf(levels), List.copyOf(remarks));
  }

  private static int[] assigned(List<Plateaus.Plateau> plateaus, List<CacheReport> caches) {
    int[] plateauOf = new int[caches.size()];
    int next = 0;
    for (int i = 0; i < plateauOf.length; i++) {
      plateauOf[i] = nearest(plateaus, next, caches.get(i).bytes());
      next = plateauOf[i] >= 0 ? plateauOf[i] + 1 : next;
    }
    for (int i = 0; i < plateauOf.length; i++) {
      int after = i == 0 ? 0 : plateauOf[i - 1] + 1;
      boolean known = i == 0 || plateauOf[i - 1] >= 0;
      if (plateauOf[i] < 0
          && known
          && after < plateaus.size() - 1
          && indexOf(plateauOf, after) < 0) {
        plateauOf[i] = after;
      }
    }
    return plateauOf;
  }

  private static int nearest(List<Plateaus.Plateau> plateaus, int from, long bytes) {
    int best = -1;
    for (int i = from; i < plateaus.size() && !plateaus.get(i).isLast(); i++) {
      double distance = factor(plateaus.get(i).endBytes(), bytes);
      if (distance <= SAME
          && (best < 0 || distance < factor(plateaus.get(best).endBytes(), bytes))) {
        best = i;
      }
    }
    return best;
  }

  private static double factor(long a, long b) {
    return Math.max((double) a / b, (double) b / a);
  }

  /// Whether the end of the curve is in RAM: behind the last cache found, or larger than all
  /// caches.
  private static boolean beyond(List<CacheReport> caches, int[] plateauOf, long largest) {
    return caches.isEmpty()
        || plateauOf[plateauOf.length - 1] >= 0
        || largest >= SAME * caches.getLast().bytes();
  }

  private static void remark(
      List<Level> levels,
      List<CacheReport> caches,
      int[] plateauOf,
      OsReport report,
      long largest,
      List<String> remarks) {
    String why =
        report.virtual()
            ? "a virtual machine shares it with its neighbours, or passes on the host's figure"
            : "it is shared with other processors or programs, or the figure is wrong";
    for (int i = 0; i < caches.size(); i++) {
      CacheReport cache = caches.get(i);
      if (plateauOf[i] < 0) {
        remarks.add(
            "%s cannot be told apart: the system reports %s, and the curve, which ends at %s, does not rise there; %s."
                .formatted(name(cache), Amount.of(cache.bytes()), Amount.of(largest), why));
        continue;
      }
      Level level = levels.get(plateauOf[i]);
      if (factor(level.foundBytes(), cache.bytes()) > FAR) {
        remarks.add(
            "%s is %s by measurement and %s by the system's report: %s."
                .formatted(
                    name(cache), Amount.of(level.foundBytes()), Amount.of(cache.bytes()), why));
      }
    }
    if (caches.isEmpty()) {
      remarks.add("The system reports no caches, so the levels found have no names.");
    }
    if (levels.stream().noneMatch(level -> level.name().equals("RAM"))) {
      remarks.add(
          "RAM is not told apart: working sets of up to %s may still be in a cache."
              .formatted(Amount.of(largest)));
    }
    if (report.virtual()) {
      remarks.add(
          "This is a virtual machine: its host's caches, page tables and neighbours are in these figures.");
    }
  }

  private static String name(CacheReport cache) {
    return "L" + cache.level();
  }

  private static int indexOf(int[] values, int value) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == value) {
        return i;
      }
    }
    return -1;
  }

  private static long largest(Curve curve) {
    return curve.points().isEmpty() ? 0 : curve.points().getLast().bytes();
  }
}
