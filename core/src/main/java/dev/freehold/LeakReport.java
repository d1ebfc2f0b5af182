package dev.freehold;

import java.util.List;

/// What of a heap has leaked, or may have, by site.
///
/// | kind | the blocks are | sure? |
/// |---|---|---|
/// | held | live | at close: nobody freed them in time; earlier: merely in use |
/// | lost | live, and their owner is unreachable | yes: nobody can free them any more |
/// | growing | of a site whose bytes in use rise from epoch to epoch | no: a cache that fills does, too |
///
/// At [Checks#SAMPLED] the numbers are estimates, and a site of which no block was sampled is
/// missing; from [Checks#FULL] on all blocks are looked at, up to [#LOOKED_AT], and of more than
/// that every second, third and so on. Growth is followed at [Checks#SAMPLED] alone. Below, nothing
/// is recorded and all kinds are empty.
///
/// What is lost is found once the collector has run, and a while later: its owner has to be
/// collected first. It is reported, not freed.
///
/// @param heap the name of the heap
/// @param checks its level
/// @param held what is live
/// @param lost the part that nobody can free
/// @param growing the sites that grow: [Heap#endEpoch]
public record LeakReport(String heap, Checks checks, Leaks held, Leaks lost, Leaks growing) {
  /// Of how many blocks at most the calls are looked up.
  public static final int LOOKED_AT = 10_000;

  private static final int LINES = 5;

  /// The report in words.
  ///
  /// @return several lines
  public String message() {
    StringBuilder text = new StringBuilder("Freehold: what may have leaked of a heap");
    line(text, "heap", "'%s', %s".formatted(heap, basis()));
    kind(text, "lost", lost);
    kind(text, "growing", growing);
    kind(text, "held", held);
    line(text, "rule", Defect.LEAK.rule() + " -> " + Defect.LEAK.page());
    line(text, "next", next());
    return text.toString();
  }

  private String basis() {
    return switch (checks) {
      case FAST, SCOPED -> "of which nothing is recorded";
      case SAMPLED -> "estimated from a sample of its blocks";
      case FULL, GUARDED -> "of which all blocks are recorded";
    };
  }

  private String next() {
    if (checks.compareTo(Checks.SAMPLED) < 0) {
      return "run with -D%s=sampled or full to record where blocks are taken"
          .formatted(Checks.PROPERTY);
    }
    return held.sites().isEmpty()
        ? "nothing to do"
        : "follow the blocks of the first site to where they should be closed";
  }

  private static void kind(StringBuilder text, String name, Leaks leaks) {
    List<LeakSite> sites = leaks.sites();
    line(text, name, sites.isEmpty() ? "nothing" : LeakSite.words(leaks.all()));
    int told = Math.min(LINES, sites.size());
    for (LeakSite site : sites.subList(0, told)) {
      line(text, "", site.line());
      String ages = site.ages().line();
      if (!ages.isEmpty()) {
        line(text, "", "  blocks by age: " + ages);
      }
    }
    int others = sites.size() - told + leaks.otherSites();
    if (others > 0) {
      line(text, "", "and %d other sites".formatted(others));
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("\n  ").append(name).append(" ".repeat(8 - name.length())).append(value);
  }
}
