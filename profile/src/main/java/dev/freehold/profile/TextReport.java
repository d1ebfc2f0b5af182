package dev.freehold.profile;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A report for a terminal: totals, sites, temporary blocks, leaks and violations.
final class TextReport {
  private static final int MOST = 20;

  private final StringBuilder text = new StringBuilder();
  private final Report report;
  private final SampleType type;

  private TextReport(Report report, SampleType type) {
    this.report = report;
    this.type = type;
  }

  static String of(Report report, SampleType type) {
    TextReport made = new TextReport(report, type);
    made.head();
    made.usage();
    made.sites();
    made.temporary();
    made.leaks();
    made.violations();
    return made.text.toString();
  }

  private void line(String format, Object... cells) {
    text.append(String.format(Locale.ROOT, format, cells).stripTrailing()).append('\n');
  }

  private void head() {
    Profile profile = report.profile();
    line("%s: %s", String.join(" + ", profile.files()), span(profile));
    if (report.base() != null) {
      line("since %s: %s", String.join(" + ", report.base().files()), span(report.base()));
    }
  }

  private static String span(Profile profile) {
    double seconds = Duration.between(profile.start(), profile.end()).toMillis() / 1000.0;
    String every =
        profile.sampleInterval() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ", samples %,d bytes apart or less, on average",
                profile.sampleInterval());
    return String.format(Locale.ROOT, "%.1f s from %s%s", seconds, profile.start(), every);
  }

  /// The last look at each heap: exact, so that a reader sees what the samples miss.
  private void usage() {
    List<Usage> all = report.profile().usage();
    if (all.isEmpty()) {
      return;
    }
    line("");
    line("Exact, at the last look");
    line("%16s %16s %16s %16s  %s", "requested", "allocated", "committed", "limit", "heap, checks");
    for (Usage each : all) {
      Usage.Point last = each.points().getLast();
      line(
          "%,16d %,16d %,16d %16s  %s, %s",
          last.requested(),
          last.allocated(),
          last.committed(),
          last.limit() > 0 ? String.format(Locale.ROOT, "%,d", last.limit()) : "none",
          each.heap(),
          each.checks());
    }
  }

  private void sites() {
    List<Report.Change<Frame>> sites = report.sites(type);
    Counts totals = report.totals();
    line("");
    line("Estimated from samples");
    line(
        "%16s %6s %13s %16s %12s  %s",
        grown("bytes in use"),
        report.base() == null ? "%" : "",
        "blocks in use",
        "bytes taken",
        "blocks taken",
        "heap, site");
    for (Report.Change<Frame> site : sites.subList(0, Math.min(MOST, sites.size()))) {
      counts(site.growth(), totals, site.heap() + "  " + site.where());
    }
    if (sites.size() > MOST) {
      Counts rest =
          sites.subList(MOST, sites.size()).stream()
              .map(Report.Change::growth)
              .reduce(Counts.ZERO, Counts::plus);
      counts(rest, totals, String.format(Locale.ROOT, "%,d more", sites.size() - MOST));
    }
    counts(totals, totals, "total");
  }

  private String grown(String what) {
    return report.base() == null ? what : "+ " + what;
  }

  private void counts(Counts counts, Counts totals, String where) {
    String number = report.base() == null ? "%,d" : "%+,d";
    long whole = totals.of(type);
    line(
        "%16s %6s %13s %16s %12s  %s",
        String.format(Locale.ROOT, number, counts.inUseBytes()),
        whole == 0 || report.base() != null
            ? ""
            : String.format(Locale.ROOT, "%.1f", 100.0 * counts.of(type) / whole),
        String.format(Locale.ROOT, number, counts.inUseBlocks()),
        String.format(Locale.ROOT, number, counts.takenBytes()),
        String.format(Locale.ROOT, number, counts.takenBlocks()),
        where);
  }

  private void temporary() {
    List<Temporary> all = report.temporary();
    if (all.isEmpty()) {
      return;
    }
    line("");
    line(
        "Temporary: freed within a millisecond by the thread that took them. A pool or an arena saves them.");
    line("%16s %12s %12s  %s", "bytes", "blocks", "mean life", "heap, site");
    for (Temporary each : all.subList(0, Math.min(MOST, all.size()))) {
      line(
          "%,16d %,12d %12s  %s  %s",
          each.bytes(),
          each.blocks(),
          nanos(each.meanLifeNanos()),
          each.heap(),
          each.stack().siteAndCaller());
    }
    more(all.size());
  }

  private void leaks() {
    List<Leak> all = report.leaks();
    if (all.isEmpty()) {
      return;
    }
    line("");
    line("Leaks, see docs/checks/leak.md. The kinds overlap.");
    line("%16s %12s  %-8s %s", "bytes", "blocks", "kind", "heap, site");
    for (Leak each : all.subList(0, Math.min(MOST, all.size()))) {
      line(
          "%,16d %,12d  %-8s %s  %s",
          each.bytes(), each.blocks(), each.kind(), each.heap(), each.site());
    }
    more(all.size());
  }

  private void violations() {
    List<Violation> all = report.violations();
    if (all.isEmpty()) {
      return;
    }
    line("");
    line("Violations, see docs/checks");
    for (Violation each : all.subList(0, Math.min(MOST, all.size()))) {
      line(
          "%,16d  %s  %s: %s at %s",
          each.count(), each.heap(), each.defect(), each.what(), each.used().site());
    }
    more(all.size());
  }

  private void more(int all) {
    if (all > MOST) {
      line("%16s", String.format(Locale.ROOT, "and %,d more", all - MOST));
    }
  }

  static String nanos(long nanos) {
    if (nanos < 10_000) {
      return String.format(Locale.ROOT, "%,d ns", nanos);
    }
    if (nanos < 10_000_000) {
      return String.format(Locale.ROOT, "%,d µs", nanos / 1_000);
    }
    return String.format(Locale.ROOT, "%,d ms", nanos / 1_000_000);
  }
}
