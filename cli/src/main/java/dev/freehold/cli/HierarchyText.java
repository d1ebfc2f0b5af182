package dev.freehold.cli;

import dev.freehold.lab.hierarchy.Bandwidth;
import dev.freehold.lab.hierarchy.Curve;
import dev.freehold.lab.hierarchy.DiskReads;
import dev.freehold.lab.hierarchy.Hierarchy;
import dev.freehold.lab.hierarchy.Level;
import dev.freehold.lab.hierarchy.PageCosts;
import dev.freehold.lab.hierarchy.Reach;
import dev.freehold.lab.hierarchy.TextbookLevel;
import dev.freehold.lab.machine.Amount;
import dev.freehold.lab.machine.CacheReport;
import dev.freehold.lab.machine.OsReport;
import org.jspecify.annotations.Nullable;

/// A measured hierarchy for people: the curve, then tables, then what could not be told.
final class HierarchyText {
  private static final String UNKNOWN = "-";
  private static final int BAR_PER_DOUBLING = 5;
  private static final double GIB = 1L << 30;

  private HierarchyText() {}

  static String of(Hierarchy hierarchy) {
    StringBuilder text = new StringBuilder(machine(hierarchy.report()));
    text.append('\n').append(curve(hierarchy));
    text.append('\n').append(levels(hierarchy));
    text.append('\n').append(kernel(hierarchy));
    text.append('\n').append(textbook());
    if (!hierarchy.remarks().isEmpty()) {
      text.append('\n');
      hierarchy.remarks().forEach(remark -> text.append("note: ").append(remark).append('\n'));
    }
    return text.toString();
  }

  private static String machine(OsReport report) {
    return "%s%s, %s of memory in %s, OS pages of %s, huge pages of %s (%s)%n"
        .formatted(
            report.processor(),
            report.virtual() ? " in a virtual machine" : "",
            size(report.memoryBytes()),
            report.nodes().size() == 1 ? "1 NUMA node" : report.nodes().size() + " NUMA nodes",
            size(report.pageBytes()),
            size(report.hugePageBytes()),
            report.hugePages());
  }

  /// One line per doubling, the bar as long as the logarithm of the latency.
  private static String curve(Hierarchy hierarchy) {
    Curve huge = hierarchy.curves().getFirst();
    double least = huge.points().getFirst().nanos();
    StringBuilder bars = new StringBuilder("Latency of a load, on huge pages\n");
    for (Curve.Point point : huge.points()) {
      if (Long.bitCount(point.bytes()) == 1) {
        double doublings = Math.log(Math.max(1, point.nanos() / least)) / Math.log(2);
        String bar = "#".repeat(1 + (int) Math.round(BAR_PER_DOUBLING * doublings));
        bars.append(
            "%9s %7s  %s%n"
                .formatted(
                    size(point.bytes()),
                    number("%.1f", point.nanos()),
                    "%-42s %s".formatted(bar, nameAt(hierarchy, point.bytes())).stripTrailing()));
      }
    }
    return bars.toString();
  }

  /// The level that holds a working set, where it is the last doubling that it holds.
  private static String nameAt(Hierarchy hierarchy, long bytes) {
    for (Level level : hierarchy.levels()) {
      if (level.foundBytes() == 0 || level.foundBytes() >= bytes) {
        return level.foundBytes() != 0 && level.foundBytes() < 2 * bytes
            ? "<- %s ends at %s".formatted(level.name(), size(level.foundBytes()))
            : "";
      }
    }
    return "";
  }

  private static String levels(Hierarchy hierarchy) {
    Table table =
        new Table(
            "level",
            "ns",
            "found",
            "reported",
            "line",
            "ways",
            "shared by",
            "read GiB/s",
            "write",
            "copy");
    for (Level level : hierarchy.levels()) {
      CacheReport cache = cache(hierarchy.report(), level.name());
      Bandwidth bandwidth = bandwidth(hierarchy, level.name());
      table.add(
          level.name(),
          number("%.2f", level.nanos()),
          level.foundBytes() == 0 ? UNKNOWN : size(level.foundBytes()),
          level.reportedBytes() == 0 ? UNKNOWN : size(level.reportedBytes()),
          cache == null ? UNKNOWN : size(cache.lineBytes()),
          cache == null ? UNKNOWN : Integer.toString(cache.ways()),
          cache == null ? UNKNOWN : cache.sharedBy(),
          bandwidth == null ? UNKNOWN : number("%.1f", bandwidth.readBytesPerSecond() / GIB),
          bandwidth == null ? UNKNOWN : number("%.1f", bandwidth.writeBytesPerSecond() / GIB),
          bandwidth == null ? UNKNOWN : number("%.1f", bandwidth.copyBytesPerSecond() / GIB));
    }
    return table.toString();
  }

  private static String kernel(Hierarchy hierarchy) {
    Table table = new Table("beside the levels", "ns");
    for (Reach reach : hierarchy.reaches()) {
      table.add(
          "a page beyond the %,d (%s) that are translated at once"
              .formatted(reach.pages(), size(reach.bytes())),
          number("+%.1f", reach.missNanos()));
    }
    PageCosts pages = hierarchy.pages();
    table.add("minor fault, first touch of an OS page", number("%,.0f", pages.faultNanos()));
    table.add("first touch of a huge page", number("%,.0f", pages.hugeFaultNanos()));
    table.add("commit of 2 MiB, untouched", number("%,.0f", pages.commitNanos()));
    table.add("decommit, for each touched OS page", number("%,.0f", pages.decommitPageNanos()));
    table.add("madvise with nothing to change", number("%,.0f", pages.adviseNanos()));
    DiskReads disk = hierarchy.disk();
    if (disk.absence().isEmpty()) {
      String what = "direct read of %s, %s, ".formatted(size(disk.blockBytes()), disk.fileSystem());
      table.add(what + "fastest", number("%,.0f", disk.leastNanos()));
      table.add(what + "median", number("%,.0f", disk.medianNanos()));
      return table.toString();
    }
    return table + "disk: " + disk.absence() + "\n";
  }

  private static String textbook() {
    Table table = Table.ofWords("by the textbook", "size", "access", "managed by");
    for (TextbookLevel level : TextbookLevel.values()) {
      table.add(level.label(), level.size(), level.access(), level.managedBy());
    }
    return table.toString();
  }

  private static @Nullable CacheReport cache(OsReport report, String name) {
    return report.dataCaches().stream()
        .filter(cache -> name.equals("L" + cache.level()))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Bandwidth bandwidth(Hierarchy hierarchy, String name) {
    return hierarchy.bandwidths().stream()
        .filter(bandwidth -> bandwidth.level().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static String size(long bytes) {
    return bytes == 0 ? UNKNOWN : Amount.of(bytes);
  }

  private static String number(String format, double value) {
    return Comparison.number(format, value);
  }
}
