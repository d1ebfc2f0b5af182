package dev.freehold.cli;

import dev.freehold.inspect.Explanation;
import dev.freehold.inspect.Explanation.Share;
import dev.freehold.inspect.Explanation.Unseen;
import dev.freehold.inspect.Kind;
import dev.freehold.inspect.Target;
import dev.freehold.inspect.TargetException;
import dev.freehold.lab.machine.Amount;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An explanation for people: the parts, the largest first, and what could not be told.
final class ExplainText {
  /// Parts of a kind that come in numbers are shown down to this share of RSS, the others as one.
  private static final double SHOWN = 0.005;

  /// How far the kernel's own count may be off before it is spoken of.
  private static final double OFF = 0.01;

  private static final int LONGEST = 40; // characters of a name

  private ExplainText() {}

  static String of(Target target, Explanation explanation) {
    StringBuilder text = new StringBuilder();
    text.append(
        "process %d, %s: %s resident%n%n"
            .formatted(explanation.pid(), target.name(), Amount.of(explanation.rssBytes())));
    text.append(table(explanation));
    if (!explanation.unseen().isEmpty()) {
      text.append('\n');
    }
    for (Unseen unseen : explanation.unseen()) {
      String remedy = unseen.remedy().isEmpty() ? "" : "; to see it: " + unseen.remedy();
      text.append("not told: ").append(unseen.what()).append(remedy).append('\n');
    }
    return text.append(counted(target, explanation.rssBytes())).toString();
  }

  /// The parts and their sum.
  static String table(Explanation explanation) {
    long rss = explanation.rssBytes();
    Table table = new Table(2, "part", "", "resident", "%", "bytes");
    for (Row row : rows(explanation)) {
      add(table, row.name, row.bytes, rss, row.meaning);
    }
    add(table, "unknown", explanation.unknownBytes(), rss, "no part could be named");
    add(table, "RSS", rss, rss, "");
    return table.toString();
  }

  /// A line of the table.
  record Row(String name, long bytes, String meaning) {}

  /// The parts, those that come in numbers and are small put together.
  static List<Row> rows(Explanation explanation) {
    List<Row> rows = new ArrayList<>();
    Map<Kind, Long> others = new EnumMap<>(Kind.class);
    for (Share share : explanation.shares()) {
      Kind kind = share.part().kind();
      boolean small = share.bytes() < explanation.rssBytes() * SHOWN;
      if (small && (kind == Kind.FILE || kind == Kind.JVM)) {
        others.merge(kind, share.bytes(), Long::sum);
      } else {
        rows.add(new Row(shortened(share.part().name()), share.bytes(), kind.meaning()));
      }
    }
    others.forEach((kind, bytes) ->
        rows.add(new Row(kind.label() + ", others", bytes, "small ones together")));
    rows.sort((one, other) -> Long.compare(other.bytes, one.bytes));
    return rows;
  }

  /// The beginning and the end of a long name: the kind of the part, and what tells paths apart.
  private static String shortened(String name) {
    return name.length() <= LONGEST
        ? name
        : name.substring(0, name.indexOf(':') + 1)
            + "…"
            + name.substring(name.length() - LONGEST + name.indexOf(':') + 2);
  }

  private static void add(Table table, String name, long bytes, long rss, String meaning) {
    table.add(
        name,
        meaning,
        Amount.of(bytes),
        String.format(Locale.ROOT, "%.1f", 100.0 * bytes / Math.max(1, rss)),
        Long.toString(bytes));
  }

  private static String counted(Target target, long rss) {
    try {
      long counted = target.rssBytes();
      return Math.abs(counted - rss) <= OFF * rss
          ? ""
          : "note: the kernel's own count, VmRSS, says %s: the process changed meanwhile%n"
              .formatted(Amount.of(counted));
    } catch (TargetException e) {
      return "note: the process has ended since%n".formatted();
    }
  }
}
